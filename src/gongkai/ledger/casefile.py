"""Gather what ``gongkai verify`` needs: evidence, receipt and keys, from a folder or a site."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gongkai.ledger import verification
from gongkai.ledger.fetching import Fetched
from gongkai.ledger.rules.note import Verifier, WrongNote
from gongkai.ledger.rules.receipt import Receipt
from gongkai.ledger.verification import Evidence, Step, WrongEvidence


class Missing(LookupError):
    """Something needed for the check is not there."""


@dataclass(frozen=True)
class CaseFile:
    """``evidence`` may be missing: then only the receipt with the leaf inside it is checked.

    ``sha256`` is that of an attachment which is to be found in the content.
    """

    receipt: Receipt
    evidence: Evidence | None = None
    sha256: str = ""

    def steps(self, verifiers: Sequence[Verifier]) -> list[Step]:
        """Return what each check found."""
        if self.evidence is None:
            return verification.check_receipt(self.receipt.extra, self.receipt.index, self.receipt, verifiers)
        file = [verification.check_file(self.evidence, self.sha256)] if self.sha256 else []
        return [*file, *verification.check(self.evidence, self.receipt, verifiers)]


def fetched(parts: Fetched) -> CaseFile:
    """Return the case of what a site offers. Raises WrongEvidence or WrongNote."""
    return CaseFile(Receipt.parse(parts.receipt), Evidence.parse(parts.evidence))


def gathered(path: Path) -> CaseFile:
    """Return the case of one file and of what lies beside it.

    The file is a receipt (``.tlog-proof``), evidence (``.json``) or an attachment named in evidence beside
    it. Raises Missing, WrongEvidence or WrongNote.
    """
    if path.suffix == ".tlog-proof":
        receipt = _receipt(path)
        return CaseFile(receipt, _evidence_at(path.parent, receipt.index))
    if path.suffix == ".json":
        evidence = Evidence.parse(path.read_bytes())
        return CaseFile(_receipt_of(evidence, path.parent), evidence)
    return _attachment(path)


def keys(text: str) -> list[Verifier]:
    """Return the public keys in ``text``, one a line. Raises WrongNote."""
    found = [Verifier.load(line) for line in text.splitlines() if line.strip()]
    if not found:
        raise WrongNote("没有公钥：请把政府公报等处刊载的公钥存为 key.pub，放在文件旁边，或者用 --key 给出")
    return found


def _attachment(path: Path) -> CaseFile:
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    for evidence in _all_evidence(path.parent):
        if evidence.mentions(sha256):
            return CaseFile(_receipt_of(evidence, path.parent), evidence, sha256)
    raise Missing(f"旁边没有提到 {path.name} 的核验数据（evidence.json）：文件已被改动，或核验数据尚未下载")


def _receipt(path: Path) -> Receipt:
    try:
        return Receipt.parse(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise WrongNote(f"{path.name} 不是证明文件") from error


def _receipt_of(evidence: Evidence, folder: Path) -> Receipt:
    for path in sorted(folder.glob("*.tlog-proof")):
        if (receipt := _receipt(path)).index == evidence.index:
            return receipt
    raise Missing(f"旁边没有第 {evidence.index} 条的证明文件（{evidence.index}.tlog-proof）")


def _evidence_at(folder: Path, index: int) -> Evidence | None:
    return next((each for each in _all_evidence(folder) if each.index == index), None)


def _all_evidence(folder: Path) -> list[Evidence]:
    found = []
    for path in sorted(folder.glob("*.json")):
        try:
            found.append(Evidence.parse(path.read_bytes()))
        except WrongEvidence:
            continue  # some other JSON file that happens to lie here
    return found
