"""Appending leaves: in turn, in shape, for good."""

import pytest
from django.db import IntegrityError, connection, transaction

from gongkai.ledger.models import Leaf
from gongkai.ledger.rules import Malformed, leaf_bytes
from gongkai.ledger.rules.tree import leaf_hash
from gongkai.ledger.services import append
from tests.ledger.conftest import AT, leaf


@pytest.mark.django_db
def test_indexes_start_at_zero_and_have_no_gaps():
    assert [append(leaf=leaf(n), at=AT) for n in range(5)] == [0, 1, 2, 3, 4]
    assert Leaf.objects.size() == 5


@pytest.mark.django_db
def test_stored_leaf_is_canonical_json_with_its_rfc6962_hash():
    append(leaf=leaf(7), at=AT)
    row = Leaf.objects.get(index=0)
    assert row.data.encode() == leaf_bytes(leaf(7))
    assert row.data.startswith('{"address":"/items/330103--2026-0007/","content":"')
    assert row.hash == leaf_hash(row.data.encode()).hex()


@pytest.mark.django_db
def test_rolled_back_transaction_leaves_no_gap():
    append(leaf=leaf(0), at=AT)
    with pytest.raises(RuntimeError), transaction.atomic():
        append(leaf=leaf(1), at=AT)
        raise RuntimeError
    assert append(leaf=leaf(2), at=AT) == 1


@pytest.mark.django_db
def test_database_refuses_a_changed_leaf():
    append(leaf=leaf(0), at=AT)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_leaf SET data = 'x'")


@pytest.mark.django_db
def test_database_refuses_a_leaf_out_of_turn():
    append(leaf=leaf(0), at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Leaf.objects.bulk_create([Leaf(index=2, data="{}", hash="0" * 64, at=AT)])


@pytest.mark.django_db
def test_querysets_offer_no_way_to_change_or_delete():
    append(leaf=leaf(0), at=AT)
    with pytest.raises(TypeError, match="只能追加"):
        Leaf.objects.all().update(data="x")
    with pytest.raises(TypeError, match="只能追加"):
        Leaf.objects.all().delete()


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "关于张三的处罚决定"},
        {"content": "not a digest"},
        {"content": "A" * 64},
        {"version": "1"},
        {"version": True},
        {"previous": 1.0},
        {"number": None},
    ],
)
def test_leaf_of_another_shape_is_refused(changes):
    with pytest.raises(Malformed, match="日志条目"):
        leaf_bytes(leaf(0, **changes))


def test_leaf_without_a_field_is_refused():
    short = leaf(0)
    del short["time"]
    with pytest.raises(Malformed, match="time"):
        leaf_bytes(short)


def test_leaf_over_the_bundle_limit_is_refused():
    with pytest.raises(Malformed, match="65535"):
        leaf_bytes(leaf(0, number="号" * 30_000))
