"""Sound and film told by their first bytes. Pure."""

TYPES = {".mp3": "audio/mpeg", ".mp4": "video/mp4", ".webm": "video/webm"}
BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash")


def looks_like(head: bytes, suffix: str) -> bool:
    """Return whether a file that begins with ``head`` is what its name says."""
    if suffix == ".mp3":
        return head.startswith(b"ID3") or _is_frame(head)
    if suffix == ".mp4":
        return head[4:8] == b"ftyp" and head[8:12] in BRANDS
    return suffix == ".webm" and head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:64]


def _is_frame(head: bytes) -> bool:
    """Whether an MPEG audio frame of layer III begins here, with a rate and a bit rate that exist."""
    is_synced = len(head) > 3 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2
    return is_synced and head[2] >> 4 not in {0, 15} and head[2] >> 2 & 3 != 3
