"""Turn what was asked into queries of the index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import tantivy
from tantivy import Occur

from gongkai.search import rules
from gongkai.search.embedded.phrases import COMMON
from gongkai.search.embedded.schema import schema

Q = tantivy.Query
# Tiers, far above any BM25 score: the very number, the very title, all of it in the title, then the rest.
VERY_NUMBER, VERY_TITLE, IN_TITLE = 40_000.0, 20_000.0, 10_000.0
# Measured on the questions of bench/ranking.py.
TITLE_WEIGHT, WORD_WEIGHT = 0.5, 1.0
LARGEST = 2**63
LONGEST_WORD = 3
SPECIAL = re.compile(r"[\\.+*?()|\[\]{}^$]")


def everything(parsed: rules.Parsed) -> tantivy.Query:
    """Return the documents that hold every run of ``parsed``, best first."""
    must = [(Occur.Must, run_in("text", run)) for run in parsed.runs]
    should = [
        (Occur.Should, Q.const_score_query(term("number", parsed.name), VERY_NUMBER)),
        (Occur.Should, Q.const_score_query(term("name", parsed.name), VERY_TITLE)),
        (Occur.Should, Q.const_score_query(together("title", parsed.runs), IN_TITLE)),
        *((Occur.Should, Q.term_query(schema(), "words", run, "freq")) for run in parsed.runs),
    ]
    return Q.boolean_query([*must, *should])


def together(field: str, runs: Iterable[str]) -> tantivy.Query:
    return Q.boolean_query([(Occur.Must, run_in(field, run)) for run in runs])


def run_in(field: str, run: str) -> tantivy.Query:
    """Return the documents whose ``field`` holds ``run``: a character, a bigram, or a phrase of them."""
    if len(run) == 1:
        return term("title_characters" if field == "title" else "characters", run)
    if field == "text" and run in COMMON:
        return Q.term_query(schema(), "phrases", run, "freq")
    if len(run) == 2:
        return Q.term_query(schema(), field, run, "position")
    return Q.phrase_query(schema(), field, list(rules.bigrams(run)))


def something(parsed: rules.Parsed) -> tantivy.Query:
    """Return the documents that resemble ``parsed``, by BM25 over bigrams and dictionary words."""
    asked = rules.without_question_words(parsed.name)
    bigrams = [pair for run in asked for pair in rules.bigrams(run) if len(pair) == 2]
    parts = [weighed("text", pair, 1.0) for pair in bigrams]
    parts += [weighed("title", pair, TITLE_WEIGHT) for pair in bigrams]
    parts += [weighed("words", word, WORD_WEIGHT) for run in asked for word in parts_of(run)]
    return Q.boolean_query([(Occur.Should, part) for part in parts])


def parts_of(run: str) -> list[str]:
    """Return whatever in ``run`` may be a word of the index.

    Those that are none match nothing, and readers need not hold the dictionary: measured on the same
    questions, no worse than cutting them by it.
    """
    lengths = range(2, LONGEST_WORD + 1)
    return [run[i : i + length] for length in lengths for i in range(len(run) - length + 1)]


def weighed(field: str, value: str, weight: float) -> tantivy.Query:
    return Q.boost_query(Q.term_query(schema(), field, value, "freq"), weight)


def term(field: str, value: str) -> tantivy.Query:
    return Q.term_query(schema(), field, value, "basic")


def narrowed(
    base: tantivy.Query, chosen: Mapping[str, str], years: tuple[int | None, int | None]
) -> tantivy.Query:
    """Return ``base`` within the ``chosen`` filters and ``years`` (first, last), scores unchanged."""
    clauses = [term(field, value) for field, value in chosen.items() if value]
    if years != (None, None):
        clauses.append(between("year", years[0] or 0, LARGEST if years[1] is None else years[1]))
    if not clauses:
        return base
    silent = [(Occur.Must, Q.const_score_query(clause, 0.0)) for clause in clauses]
    return Q.boolean_query([(Occur.Must, base), *silent])


def between(field: str, first: int, last: int) -> tantivy.Query:
    kind = tantivy.FieldType.Unsigned
    return Q.range_query(schema(), field, kind, max(0, first), max(0, min(last, LARGEST)))


def these(seqs: list[int]) -> tantivy.Query:
    """Return the documents of these announcements."""
    return Q.term_set_query(schema(), "seq", seqs)


def beginning(name: str) -> tantivy.Query:
    """Return the documents whose title or one of whose numbers begins with ``name``."""
    pattern = SPECIAL.sub(r"\\\g<0>", name) + ".*"
    either = [Q.regex_query(schema(), field, pattern) for field in ("name", "number")]
    return Q.boolean_query([(Occur.Should, each) for each in either])
