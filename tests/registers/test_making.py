"""Made-up rows: as many as wanted, each a good entry of its own, plainly a demonstration."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from gongkai.obligations import source
from gongkai.registers import schema, services
from gongkai.registers.made_up import MadeUp, NotCountable
from gongkai.registers.models import Register
from gongkai.registers.schema.checking import broken
from gongkai.registers.schema.definition import Definition
from tests import make

FOLDER = Path(settings.CATALOGUE) / "registers"
LARGE = ("administrative-penalties", "budget-lines", "food-sampling")


def said(key: str) -> Definition:
    return schema.parse(source.read((FOLDER / f"{key}.yaml").read_text(), source=key), source=key)


def made(key: str, count: int, **options):
    definition = said(key)
    return definition, list(MadeUp(definition, definition.samples, date(2017, 6, 30), **options).rows(count))


@pytest.mark.parametrize("key", LARGE)
def test_rows_are_good_entries_each_of_its_own(key):
    definition, rows = made(key, 300)
    assert len({definition.identify(row) for row in rows}) == 300
    for row in rows:
        assert not list(broken(definition)(row))
        assert {field.key for field in definition.current if field.is_required} <= row.keys()
        assert "演示" in str(row)


def test_the_same_seed_makes_the_same_rows_and_another_others():
    assert made(LARGE[0], 20) == made(LARGE[0], 20)
    assert made(LARGE[0], 20) != made(LARGE[0], 20, seed=1)


def test_days_of_a_row_move_together_and_end_in_time():
    _, rows = made("food-sampling", 200)
    assert {row["sampled_on"] for row in rows} != {rows[0]["sampled_on"]}
    assert max(row["sampled_on"] for row in rows) <= "2017-06-30"


def test_an_amount_that_is_told_in_words_moves_with_its_field():
    _, rows = made(LARGE[0], 50)
    for row in rows:
        assert f"罚款{row['fine']}元" in row["decision"]


def test_a_register_without_anything_to_count_on_is_refused():
    with pytest.raises(NotCountable):
        made("water-inspections", 3)


@pytest.mark.django_db
def test_a_table_is_made_that_can_be_taken_in(register, clerk, signer, tmp_path):
    file = StringIO()
    body = make.organisation("market")
    count = services.make_up(
        register=register, organisation=body, count=40, samples=tmp_path / "none.csv", file=file
    )
    lines = file.getvalue().splitlines()
    assert (count, len(lines)) == (40, 42)
    assert "演示数据" in lines[0]
    path = tmp_path / "made.csv"
    path.write_text(file.getvalue())
    at = timezone.now()
    with path.open("rb") as table:
        batch = services.receive(
            register=register, organisation=body, name="made.csv", source=table, by=clerk, at=at
        )
    layout = services.Layout(services.look(batch).columns)
    batch = services.check(batch=services.settle(batch=batch, layout=layout, by=clerk, at=at), at=at)
    assert (batch.counts["recorded"], batch.counts.get("faulty", 0)) == (40, 0)


@pytest.mark.django_db
def test_the_command_refuses_what_it_cannot_do(settings):
    with pytest.raises(CommandError, match="没有代号"):
        call_command("demo_data", register="nothing")
    with pytest.raises(CommandError, match="行数"):
        call_command("demo_data", register="nothing", rows=0)
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="生产环境"):
        call_command("demo_data", register="nothing", load=True)


@pytest.mark.django_db
def test_the_command_writes_a_table_and_loads_only_into_a_demonstration(register, settings, tmp_path):
    Register.objects.update(key="product-checks")
    out = StringIO()
    call_command("demo_data", register="product-checks", rows=3, stdout=out)
    assert len(out.getvalue().splitlines()) == 5
    with pytest.raises(CommandError, match="不是演示区"):
        call_command("demo_data", register="product-checks", rows=3, out=tmp_path / "a.csv", load=True)
    assert (tmp_path / "a.csv").exists()
