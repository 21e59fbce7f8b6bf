"""Rows that are stored by columns are the rows that a model each would have made."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongkai.orgs.models import Act, Post, insert, insert_made
from gongkai.publication.models import Topic
from tests import make

pytestmark = pytest.mark.django_db
MANY = 300  # more than one statement takes on SQLite


def plain(model):
    return list(
        model.objects.order_by("pk").values(*[each.attname for each in model._meta.concrete_fields[1:]])
    )


def test_rows_by_columns_are_those_that_models_make():
    acts = [
        Act(
            at=make.NOW + timedelta(minutes=number),
            account="clerk",
            verb="items.arrive",
            thing=f"item:{number}",
            detail={"number": number, "词": ["一", None]},
        )
        for number in range(MANY)
    ]
    with transaction.atomic():
        Act.objects.bulk_create(acts)
        made = plain(Act)
        transaction.set_rollback(True)
    keys = insert(
        Act,
        MANY,
        at=[each.at for each in acts],
        account="clerk",
        verb="items.arrive",
        thing=[each.thing for each in acts],
        detail=[each.detail for each in acts],
    )
    assert plain(Act) == made
    assert list(Act.objects.order_by("pk").values_list("pk", "thing")) == [
        (key, each.thing) for key, each in zip(keys, acts, strict=True)
    ]


def test_rows_that_were_made_get_their_keys():
    acts = [Act(at=make.NOW, account="a", verb="v", thing=f"t{number}") for number in range(3)]
    insert_made(acts)
    assert [Act.objects.get(pk=each.pk).thing for each in acts] == ["t0", "t1", "t2"]
    assert not acts[0]._state.adding
    insert_made([])
    assert Act.objects.count() == 3


def test_a_row_takes_the_place_of_the_one_that_is_there():
    insert(Topic, 2, name=["site", "org:a"], changed=1)
    insert(Topic, 2, replacing="name", name=["org:a", "org:b"], changed=2)
    assert dict(Topic.objects.values_list("name", "changed")) == {"site": 1, "org:a": 2, "org:b": 2}
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Topic, 1, name="site", changed=3)


def test_the_database_checks_them_as_ever():
    person, place = make.person("clerk"), make.organisation("finance")
    day = date(2017, 7, 3)
    common = {"person_id": person.pk, "organisation_id": place.pk, "role": "clerk"}
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Post, 1, valid_from=day, valid_to=day - timedelta(days=1), **common)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Post, 2, valid_from=[day, None], **common)


def test_columns_that_do_not_fit_are_refused():
    with pytest.raises(TypeError, match="item"):
        insert(Act, 1, at=make.NOW, item=1)
    with pytest.raises(ValueError, match="zip"):
        insert(Act, 2, at=make.NOW, thing=["one"])
    assert not Act.objects.exists()
