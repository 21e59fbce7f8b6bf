"""What a document says not in its header but in its words: abstract, keywords, genre, theme, force."""

import re
from dataclasses import replace
from datetime import date

from gongkai.items import rules, summing
from gongkai.items.reading import Reading
from gongkai.law import force
from gongkai.obligations import services as obligations

SOURCES = {
    "abstract": "由正文的句子摘出",
    "genre": "由标题的末尾判断",
    "theme": "由标题和正文的用词判断",
    "keywords": "由标题的用词摘出",
    "effective_on": "由正文“自…起施行”读出",
    "expires_on": "由正文的有效期读出",
}


def completed(found: Reading) -> Reading:
    """Return what was read with what can be told from it; a field that the document states is left alone."""
    codes = obligations.codes()
    words = rules.plain_text(found.html) if found.html else ""
    subjects = codes.subjects("themes")
    stated = dict(found.header)
    if theme := re.split(r"[\\/>]", found.text("theme"))[0].strip():
        stated["theme"] = theme if theme in codes.titles("themes") else found.text("theme")
    told: dict[str, str | date] = {
        "abstract": summing.abstract_of(words),
        "genre": summing.genre_of(found.title, codes.titles("genres")),
        "theme": summing.theme_of(found.title, words, subjects),
        "keywords": summing.keywords_of(found.title, {word for its in subjects.values() for word in its}),
        **force.terms(words, made_on=found.day("made_on")),
    }
    fresh = {name: value for name, value in told.items() if value and name not in stated}
    sources = found.sources | {name: SOURCES[name] for name in fresh}
    return replace(found, header={**stated, **fresh}, sources=sources)
