"""Tables on pages that know no tables: words that begin below each other are a column.

A cell may hold several lines while its neighbours hold one, at their top or in their middle. So rows are told
apart by the words in the first column: by the gaps around them, or by how high each row must be.
"""

from dataclasses import dataclass
from itertools import zip_longest

from gongkai.items.reading.header import LABEL
from gongkai.items.reading.placed import GAP, Line

MOST_LINES = 60  # of a table, from which its columns are taken
NARROW_GAP = 0.4  # of a letter's size: enough between two cells where the second begins with its column
FIRST_LINES = 4  # of a table: one of them shows more than one column
COLUMN_GAP = 0.8  # of a letter's size: what stands so far apart on two lines begins a column
CLOSE = 1.25  # times the usual step from line to line; farther below stands another row
NEAR = 1.9  # letters from line to line within a cell
LEADING = 1.2
Row = dict[int, str]
Table = tuple[tuple[tuple[str, ...], ...], int]


@dataclass(slots=True)
class _Part:
    """The words of one line in one cell."""

    left: float
    right: float
    text: str


@dataclass(slots=True)
class _Placed:
    """The words of one line by column."""

    top: float
    size: float
    cells: Row


def take(lines: list[Line]) -> Table:
    """Return the rows of the table with which the lines begin and how many lines it takes; or nothing."""
    if all(len(line.cells) < 2 for line in lines[:FIRST_LINES]):
        return (), 0
    by_place = _by_place(lines)
    by_count = _by_count(lines)
    return by_place if by_place[1] >= by_count[1] else by_count


def _by_count(lines: list[Line]) -> Table:
    """Return lines of as many cells each, wherever these begin: the words in them may be centred."""
    count, taken = len(lines[0].cells), 1
    while taken < len(lines) and len(lines[taken].cells) == count:
        taken += 1
    is_table = count > 1 and taken > 1
    return (tuple(line.cells for line in lines[:taken]), taken) if is_table else ((), 0)


def _by_place(lines: list[Line]) -> Table:
    columns = _columns(lines[:MOST_LINES])
    placed: list[_Placed] = []
    for number, line in enumerate(lines if len(columns) > 1 else []):
        before, after = lines[max(number - 1, 0)], lines[min(number + 1, len(lines) - 1)]
        cells = _cells(line, columns)
        is_alike = abs(line.size - before.size) < 0.1 * before.size
        belongs = len(cells) > 1 or _is_near(before, line) or (_is_near(line, after) and len(after.cells) > 1)
        if not (cells and is_alike and belongs):
            break
        placed.append(_Placed(line.top, line.size, cells))
    if not _is_paired(placed):
        while placed and _is_text(placed[-1]):
            placed.pop()
        placed = [] if placed and _is_text(placed[0]) else placed
    rows = _rows(placed) if placed else []
    if len(rows) < 2:
        return (), 0
    return tuple(tuple(row.get(column, "") for column in range(len(columns))) for row in rows), len(placed)


def _columns(lines: list[Line]) -> list[float]:
    """Return where columns begin: at the left, and wherever words after a gap, or names, do on two lines."""
    left: list[float] = []
    starts: list[list[float]] = []
    for line in lines:
        if abs(line.size - lines[0].size) > 0.1 * line.size:
            break
        parts = _parts(line, [], COLUMN_GAP)
        left += [parts[0].left] if len(parts) > 1 else []
        for part in parts[0 if LABEL.match(parts[0].text) else 1 :]:
            same = next((each for each in starts if abs(each[0] - part.left) < 0.5 * line.size), None)
            starts.append([part.left]) if same is None else same.append(part.left)
    first = min(left, default=0.0)
    others = (min(each) for each in starts if len(each) > 1)
    return [first, *sorted(each for each in others if each > first + COLUMN_GAP * lines[0].size)]


def _parts(line: Line, columns: list[float], wide: float = GAP) -> list[_Part]:
    """Return the words of a line, apart where there is a wide gap, or a narrow one before a column."""
    found: list[_Part] = []
    for piece in line.pieces:
        gap = (piece.left - found[-1].right) / piece.size if found else 0.0
        begins = any(abs(piece.left - left) < 0.5 * piece.size for left in columns)
        if found and gap <= (NARROW_GAP if begins else wide):
            found[-1].right = max(found[-1].right, piece.right)
            found[-1].text += piece.text
        elif piece.text.strip():
            found.append(_Part(piece.left, piece.right, piece.text))
    return found


def _is_near(above: Line, below: Line) -> bool:
    return above.page == below.page and below.top - above.top < NEAR * below.size


def _cells(line: Line, columns: list[float]) -> Row:
    """Return the words of a line by the column in which they stand; nothing for a line of another kind."""
    parts = _parts(line, columns)
    cells = {_column(part, columns, 0.6 * line.size): part.text.strip() for part in parts}
    return cells if len(cells) == len(parts) and -1 not in cells else {}


def _column(part: _Part, columns: list[float], slack: float) -> int:
    """Return the column in which words stand wholly, -1 where they reach into the next."""
    for number in range(len(columns) - 1, -1, -1):
        if part.left > columns[number] - slack:
            end = columns[number + 1] if number + 1 < len(columns) else float("inf")
            return number if part.right < end + slack else -1
    return -1


def _is_text(line: _Placed) -> bool:
    """Whether a line may as well be a short one of the text above or below a table."""
    return list(line.cells) == [0]


def _is_paired(placed: list[_Placed]) -> bool:
    """Whether names and values stand together in the cells: 索引号：…"""
    return sum(bool(LABEL.match(text)) for line in placed for text in line.cells.values()) > 1


def _rows(placed: list[_Placed]) -> list[Row]:
    if _is_paired(placed):
        return _paired(placed)
    steps = [line.top - before.top for before, line in zip(placed, placed[1:], strict=False)]
    pitch = min((step for step in steps if step > 0.9 * placed[0].size), default=LEADING * placed[0].size)
    groups = [[placed[0]]]
    for step, line in zip(steps, placed[1:], strict=True):
        if step > CLOSE * pitch or step < 0:
            groups.append([line])
        else:
            groups[-1].append(line)
    return [_joined(lines) for group in groups for lines in _apart(group, pitch)]


def _paired(placed: list[_Placed]) -> list[Row]:
    """Return the cells of each column, every one of which begins with a name."""
    count = 1 + max(column for line in placed for column in line.cells)
    found: list[list[str]] = [[] for _ in range(count)]
    for line in placed:
        for column, text in line.cells.items():
            if found[column] and not LABEL.match(text):
                found[column][-1] += text
            else:
                found[column].append(text)
    return [dict(enumerate(row)) for row in zip_longest(*found, fillvalue="")]


def _apart(group: list[_Placed], pitch: float) -> list[list[_Placed]]:
    """Return the lines of each row, where no gap tells the rows apart."""
    named = [line.top for line in group if 0 in line.cells]
    if len(named) < 2:
        return [group]
    top, bottom = group[0].top - pitch / 2, group[-1].top + pitch / 2
    ends = [top]
    for middle in named:  # if names stand in the middle of their rows
        ends.append(2 * middle - ends[-1])
    are_middles = abs(ends[-1] - bottom) < 0.4 * pitch and ends == sorted(ends)
    starts = ends[1:-1] if are_middles else [each - pitch / 2 for each in named[1:]]
    rows: list[list[_Placed]] = [[] for _ in named]
    for line in group:
        rows[sum(line.top > start for start in starts)].append(line)
    return [row for row in rows if row]


def _joined(lines: list[_Placed]) -> Row:
    row: Row = {}
    for line in lines:
        for column, text in line.cells.items():
            row[column] = row.get(column, "") + text
    return row
