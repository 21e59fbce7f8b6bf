"""Find the national tables in the grids of a file, however they are laid out, row by row. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from gongkai.requests.reports.figures import Figure, Report
from gongkai.requests.reports.form import ASKERS, REMEDIES, RESULTS, Block, Form, Row

NUMBERED = re.compile(r"^.*\d[.、]|^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\))+")
"""Numbers before a label: of 三、(三)不予公开 3.危及… all up to the last."""
BRACKETS = re.compile(r"\([^()]*\)")
SIGNS = re.compile(r"[^\w]")
YEAR = re.compile(r"(20\d\d)年(?:度)?[^。]{0,40}?年度报告|(20\d\d)年(?:度)?政府信息公开工作")

Grid = Sequence[Sequence[Figure]]


def year_of(texts: Iterable[str]) -> int | None:
    """Return the year on which a report says that it reports, None where it does not say."""
    for text in texts:
        if found := YEAR.search("".join(text.split())):
            return int(found[1] or found[2])
    return None


def report(form: Form, grids: Sequence[Grid], prose: str = "") -> Report:
    """Return the figures of a report as far as they are found; what is not found is ``missing``."""
    made = Report(form.year, prose=prose)
    for name, found in (
        ("表三（收到和处理申请情况）", any([_requests(made, form, grid) for grid in grids])),
        ("表四（行政复议、行政诉讼情况）", any([_remedies(made, grid) for grid in grids])),
    ):
        if not found:
            made.missing.append(name)
    for block in form.blocks:
        _block(made, block, grids)
    return made


def bare(text: str) -> str:
    """Return a label without its numbers, brackets, blanks and signs: 危及三安全一稳定."""
    text = "".join(unicodedata.normalize("NFKC", text).split())
    return SIGNS.sub("", BRACKETS.sub("", NUMBERED.sub("", text)))


def _requests(made: Report, form: Form, grid: Grid) -> bool:
    """Take table three from a grid; tell whether it is there."""
    head, columns = _askers(grid)
    if not columns or made.requests:
        return False
    first, at = min(columns.values()), head + 1
    for row in form.rows:
        place = next((number for number in range(at, len(grid)) if _says(grid[number][:first], row)), None)
        if place is None:
            made.missing.append(f"表三的“{row.label} {row.title}”一行")
            continue
        at = place + 1
        made.requests |= {(row.key, asker): grid[place][column] for asker, column in columns.items()}
    return True


def _askers(grid: Grid) -> tuple[int, Mapping[str, int]]:
    """Return the last row of the headings of table three and the column of each kind of asker."""
    for number, row in enumerate(grid):
        labels = [bare(cell.text) for cell in row]
        if ASKERS[1] not in labels:
            continue
        above = [bare(cell.text) for cell in grid[number - 1]] if number else labels
        columns: dict[str, int] = {}
        for asker in ASKERS:
            after = columns.get(ASKERS[4], 0) if asker in ASKERS[5:] else 0
            found = [place for place in range(after, len(row)) if asker in (labels[place], above[place])]
            if not found:
                return 0, {}
            columns[asker] = found[0] if asker == ASKERS[5] else found[-1]
        return number, columns
    return 0, {}


def _says(cells: Sequence[Figure], row: Row) -> bool:
    """Return whether the label of a row stands before its figures, whole or where it was merged."""
    wanted = {row.title, *row.also}
    return any(bare(cell.text) in wanted for cell in cells)


def _remedies(made: Report, grid: Grid) -> bool:
    """Take table four from a grid: fifteen cells under fifteen headings."""
    for number, row in enumerate(grid[:-1]):
        labels = [bare(cell.text) for cell in row]
        places = [place for place, label in enumerate(labels) if label in RESULTS]
        if [labels[place] for place in places] != list(RESULTS * len(REMEDIES)):
            continue
        keys = [(remedy, result) for remedy in REMEDIES for result in RESULTS]
        made.remedies = {key: grid[number + 1][place] for key, place in zip(keys, places, strict=True)}
        return True
    return False


def _block(made: Report, block: Block, grids: Sequence[Grid]) -> None:
    """Take a part of table two: its rows under its columns."""
    found = {row: figures for grid in grids for row, figures in _under(block, grid)}
    for row in block.rows:
        if row not in found:
            made.missing.append(f"表二“{row}”一行")
        for column, figure in found.get(row, {}).items():
            made.disclosure[row, column] = figure


def _under(block: Block, grid: Grid) -> Iterator[tuple[str, dict[str, Figure]]]:
    """Yield the rows of a block that stand in a grid, each by its first label."""
    columns: dict[str, int] = {}
    for row in grid:
        labels = [bare(cell.text) for cell in row]
        if block.columns[0] in labels:
            columns = {each: labels.index(each) for each in block.columns if each in labels}
            continue
        label = next((each for each in labels if each in block.rows), "")
        if label and columns and labels.index(label) < min(columns.values()):
            yield label, {each: row[place] for each, place in columns.items()}
