"""Rows are read by whichever process, and cost what they are worth."""

import pickle
import tracemalloc

from gongkai.registers.fields import Known
from gongkai.registers.sheets.columns import across, propose, unfold, unfolded
from gongkai.registers.sheets.rows import Reading
from tests.registers.test_sheets import FEES, FIGURES, YEARS, found


def test_what_reads_a_table_can_be_sent_to_another_process():
    table, entries, _ = found(YEARS, headings=["地区", "数值"])
    columns = propose(table, FIGURES)
    spread = across(table, FIGURES, columns)
    reading = Reading(unfolded(columns, spread, width=4), FIGURES, Known())
    laid = list(unfold(entries, spread, width=4))
    read = pickle.loads(pickle.dumps(pickle.loads(pickle.dumps(reading))(laid)))
    assert read == reading(laid)
    assert [fault.place for row in read for fault in row.faults] == ["B4"]


def test_a_row_far_wider_than_the_table_costs_no_more_than_itself():
    table, entries, _ = found(
        [["收费项目", "金额（元）"], *[[f"演示{n}", n] for n in range(50)]], headings=["收费项目"]
    )
    wide = entries[7]._replace(cells=(*entries[7].cells, *["x"] * 100_000))
    reading = Reading(propose(table, FEES), FEES, Known())
    tracemalloc.start()
    assert reading([*entries[:7], wide, *entries[8:]]) == reading(entries)
    assert tracemalloc.get_traced_memory()[1] < 2**20
    tracemalloc.stop()
