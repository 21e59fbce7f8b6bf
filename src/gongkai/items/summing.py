"""What can be told of a text beyond its header: abstract, keywords, genre, theme. Pure; nothing is invented.

An abstract is made of the text's own whole sentences; keywords are words of its title; genre and theme are
words of the code lists, given as arguments.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

LONGEST_ABSTRACT = 100
SENTENCE = re.compile(r"(?<![^。！？；])[^。！？；]*+[。！？；]")
ADDRESSED = re.compile(r".{1,200}[:：]")
HEADING = re.compile(
    r"[一二三四五六七八九十]{1,4}、.{0,40}|[（(][一二三四五六七八九十]{1,4}[）)].{0,40}|第.{1,8}[章编节].{0,40}"
)
# What begins with such words says why a text was made; what begins with the next ones says what it does.
TELLING = re.compile(
    r"现(?:就|将|予|印发|通知|决定|公布|提出)|为(?:了|进一步|做好|加强|规范|推进|落实|贯彻)|根据|决定|同意"
)
NUMBERED = re.compile(
    r"[0-9０-９]{1,3}(?:[.．](?![0-9０-９])|、)\s*|[（(][0-9一二三四五六七八九十]{1,3}[）)]\s*"
)
COMMON = re.compile(r"(?:经.{2,30}(?:同意|批准|研究)|请.{0,20}(?:执行|落实|遵照))")


def abstract_of(text: str) -> str:
    """Return the first whole sentences that tell what a text is about, at most 100 characters; or nothing."""
    sentences = [each for line in text.split("\n") for each in _sentences(line)]
    fitting = [each for each in sentences[:12] if len(each) <= LONGEST_ABSTRACT]
    begun = next((each for each in fitting if TELLING.search(each) and not COMMON.match(each)), "")
    first = begun or (fitting[0] if fitting else "")
    place = fitting.index(first) if first else 0
    chosen = first
    for each in fitting[place + 1 :]:
        if len(chosen) + len(each) > LONGEST_ABSTRACT:
            break
        chosen += each
    return re.sub(r"[；]$", "。", chosen)


def _sentences(line: str) -> list[str]:
    line = line.strip()
    number = NUMBERED.match(line)
    plain = line[number.end() :] if number else line
    if "\t" in plain or ADDRESSED.fullmatch(plain) or HEADING.fullmatch(plain):
        return []
    return [each.strip() for each in SENTENCE.findall(plain) if len(each.strip()) > 8]


def genre_of(title: str, genres: Iterable[str]) -> str:
    """Return the genre with which a title ends, what stands in brackets behind it left out; or nothing."""
    plain = re.sub(r"[（(][^（）()]*[）)]$", "", title.strip())
    named = _named(tuple(genres))
    fitting = [name for name in named if plain.endswith(name)]
    return named[max(fitting, key=len)] if fitting else ""


@cache
def _named(genres: tuple[str, ...]) -> dict[str, str]:
    return {name: genre for genre in genres for name in _names(genre)}


def _names(genre: str) -> list[str]:
    """Return under which words a genre stands at the end of titles: 命令（令） under 命令 and 令."""
    words = re.split(r"[（()）]", genre)
    extra = {"函": ["复函"], "意见": ["指导意见", "实施意见"]}
    return [*filter(None, words), *extra.get(genre, [])]


def theme_of(title: str, text: str, words: Mapping[str, Iterable[str]]) -> str:
    """Return the theme whose words stand most often, in the title above all; nothing if none is ahead."""
    beginning = text[:1500]
    scores = {
        theme: sum(12 * title.count(word) + min(beginning.count(word), 4) for word in its)
        for theme, its in words.items()
    }
    ranked = sorted(scores.values(), reverse=True)
    if not ranked or ranked[0] < 3 or (len(ranked) > 1 and ranked[0] == ranked[1]):
        return ""
    return max(scores, key=lambda theme: scores[theme])


def keywords_of(title: str, known: Iterable[str]) -> str:
    """Return up to five words of a title, of those that are ``known`` as subjects, in their order there."""
    places = {word: title.find(word) for word in known if word in title}
    longest = [word for word in places if not any(word != other and word in other for other in places)]
    return " ".join(sorted(longest, key=lambda word: places[word])[:5])
