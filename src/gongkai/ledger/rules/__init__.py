"""The pure half of the ledger: what is hashed, how the tree grows, what proves what.

Hashes follow RFC 6962 section 2.1; files, notes and receipts follow c2sp.org (tlog-tiles, signed-note,
tlog-checkpoint, tlog-proof). Nothing here knows a database, a file or a clock.
"""

from gongkai.ledger.rules.leaf import Malformed, digest, is_digest, leaf_bytes

__all__ = ["Malformed", "digest", "is_digest", "leaf_bytes"]
