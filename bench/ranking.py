"""How well the search ranks: MRR@10, R@10 and R@100 over real questions with judged answers.

    python -m bench.ranking [--data FOLDER]

FOLDER holds corpus.jsonl (id, name, text), queries.jsonl (query_id, text) and qrels.tsv (query_id, doc_id,
relevance). The floor is BM25 over character bigrams, measured with another program on the same data; the same
formula on our own index is printed beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import tantivy

from bench.table import show
from gongkai.search import finding, rules
from gongkai.search.embedded import queries, writer
from gongkai.search.embedded.reader import reader
from gongkai.search.embedded.schema import Entry, read

FLOOR = (0.413, 0.508, 0.710)
DATA = Path(os.environ.get("GONGKAI_RETRIEVAL", "/work/shared/data/retrieval"))


def entries(data: Path) -> Iterator[Entry]:
    blank = dict.fromkeys(("organisation", "organisation_name", "area", "area_title", "kind"), "")
    blank |= dict.fromkeys(("validity", "theme", "genre", "number"), "")
    for seq, line in enumerate((data / "corpus.jsonl").read_text().splitlines()):
        row = json.loads(line)
        yield Entry(row["id"], seq, row["name"], row["text"], year=0, published=seq, **blank)


def questions(data: Path) -> list[tuple[str, set[str]]]:
    wanted: dict[str, set[str]] = defaultdict(set)
    for line in (data / "qrels.tsv").read_text().splitlines()[1:]:
        query, document, relevance = line.split("\t")
        if int(relevance) > 0:
            wanted[query].add(document)
    rows = [json.loads(line) for line in (data / "queries.jsonl").read_text().splitlines()]
    return [(row["text"], wanted[str(row["query_id"])]) for row in rows if str(row["query_id"]) in wanted]


def found_by_us(home: Path) -> Callable[[str], list[str]]:
    def search(text: str) -> list[str]:
        return [h.entry.address for h in finding.find(finding.Query(text, size=100), home=home).hits]

    return search


def found_by_bigrams(home: Path) -> Callable[[str], list[str]]:
    searcher = reader(home).view().searcher

    def search(text: str) -> list[str]:
        pairs = [pair for run in rules.runs(text) for pair in rules.bigrams(run)]
        parts = [(tantivy.Occur.Should, queries.weighed("text", pair, 1.0)) for pair in pairs]
        hits = searcher.search(tantivy.Query.boolean_query(parts), 100, count=False).hits
        return [read(searcher.doc(address)).address for _, address in hits]

    return search


def scores(search: Callable[[str], list[str]], asked: list[tuple[str, set[str]]]) -> tuple[float, ...]:
    """Return MRR@10, R@10, R@100 and milliseconds a question."""
    reciprocal = at_10 = at_100 = 0.0
    begun = time.thread_time()
    for text, wanted in asked:
        got = search(text)
        first = next((rank for rank, address in enumerate(got[:10], 1) if address in wanted), None)
        reciprocal += 1 / first if first else 0
        at_10 += len(wanted & set(got[:10])) / len(wanted)
        at_100 += len(wanted & set(got[:100])) / len(wanted)
    count = len(asked)
    return reciprocal / count, at_10 / count, at_100 / count, 1000 * (time.thread_time() - begun) / count


def main() -> int:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--data", type=Path, default=DATA, help="folder with corpus, queries and judgements")
    data = parser.parse_args().data
    if not (data / "corpus.jsonl").exists():
        print(f"ranking: no data in {data}, skipped")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        writer.rebuild(home, entries(data), upto=0)
        asked = questions(data)
        bigrams, ours = scores(found_by_bigrams(home), asked), scores(found_by_us(home), asked)
    rows = [
        ["floor: character bigrams, BM25", *(f"{value:.3f}" for value in FLOOR), "–"],
        ["character bigrams on our index", *line(bigrams)],
        ["the product's search, pages of 100", *line(ours)],
    ]
    show(f"Ranking, {len(asked):,} questions", ["", "MRR@10", "R@10", "R@100", "ms"], rows)
    return int(any(value < floor for value, floor in zip(ours, FLOOR, strict=False)))


def line(values: tuple[float, ...]) -> list[str]:
    return [*(f"{value:.3f}" for value in values[:3]), f"{values[3]:.2f}"]


if __name__ == "__main__":
    raise SystemExit(main())
