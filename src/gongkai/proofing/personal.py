"""Personal identifiers in what is to be published (个人信息保护法第六、二十五、三十四条)."""

from collections.abc import Iterable, Iterator

from gongkai.law import masking
from gongkai.proofing.rules import Finding, Piece, Weight


def check(pieces: Iterable[Piece]) -> Iterator[Finding]:
    """Yield the personal identifiers in ``pieces``, masked; a reason may overrule each.

    个人信息保护法第二十五条：公开须取得单独同意或者另有依据。
    """
    for piece in pieces:
        for found in masking.find(piece.text):
            hidden = masking.hidden(found)
            yield Finding(
                field=piece.field,
                sentence=f"疑似含有{found.label}（{hidden}），请遮蔽",
                code=f"personal.{found.kind}",
                weight=Weight.ASKS,
                place=piece.place,
                start=found.start,
                end=found.end,
                excerpt=hidden,
                remedy="遮蔽",
                replacement=hidden,
            )
