"""Lending one's post to a colleague: whom, how long, what follows, and that it can be taken back."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongkai.orgs import services
from gongkai.orgs.models import Act, Delegation, Post
from tests import make

pytestmark = pytest.mark.django_db
TODAY = make.NOW.date()
WEEK = {"since": TODAY, "until": TODAY + timedelta(days=6), "reason": "外出培训"}


@pytest.fixture
def head():
    return make.person("signer", make.organisation("finance"))


@pytest.fixture
def deputy(head):
    return make.person("reviewer", make.organisation("finance"))


def lend(head, deputy, **fields):
    values = {"post": head.posts.get(), "deputy": deputy, "by": head, "at": make.NOW, **WEEK, **fields}
    return services.delegate(**values)


def posts(person, on=TODAY):
    return {(holder, role) for _, role, holder in Post.objects.exercised(person, on=on)}


def test_a_lent_post_is_exercised_between_its_days_and_no_longer(head, deputy):
    lend(head, deputy)
    own, lent = (deputy.pk, "reviewer"), (head.pk, "signer")
    assert posts(deputy) == posts(deputy, WEEK["until"]) == {own, lent}
    assert posts(deputy, TODAY - timedelta(days=1)) == posts(deputy, date(2017, 7, 10)) == {own}
    assert posts(head) == {lent}  # who is away may still act
    assert {post.role for post in Post.objects.of(deputy, on=TODAY)} == {"reviewer"}
    act = Act.objects.get(verb="delegate")
    assert (act.account, act.detail["deputy"], act.detail["role"]) == (head.account, deputy.account, "signer")


def test_a_revoked_delegation_ends_at_once_and_twice_is_no_harm(head, deputy):
    made = lend(head, deputy)
    for _ in range(2):
        services.revoke(delegation=made, by=head, at=make.NOW)
    assert posts(deputy) == {(deputy.pk, "reviewer")}
    assert Act.objects.filter(verb="revoke-delegation").count() == 1
    with pytest.raises(services.NotAllowed):
        services.revoke(delegation=made, by=deputy, at=make.NOW)


@pytest.mark.parametrize("gone", ["head", "deputy"])
def test_a_delegation_ends_with_the_account_of_either(head, deputy, gone):
    lend(head, deputy)
    person = {"head": head, "deputy": deputy}[gone]
    person.is_active = False
    person.save()
    assert (head.pk, "signer") not in posts(deputy)


def test_a_delegation_ends_with_the_post(head, deputy):
    lend(head, deputy)
    head.posts.update(valid_to=TODAY)
    assert (head.pk, "signer") not in posts(deputy, TODAY + timedelta(days=1))


def test_a_delegation_ends_when_the_deputy_leaves_the_organisation(head, deputy):
    lend(head, deputy)
    make.person("clerk", make.organisation("finance"))  # others stay
    elsewhere = make.organisation("audit")
    deputy.posts.update(valid_to=TODAY)
    Post.objects.create(person=deputy, organisation=elsewhere, role="clerk", valid_from=TODAY)
    assert posts(deputy) == {(deputy.pk, "reviewer"), (deputy.pk, "clerk"), (head.pk, "signer")}
    after = TODAY + timedelta(days=1)
    assert posts(deputy, after) == {(deputy.pk, "clerk")}
    assert services.staff(after).of(head.posts.get().organisation_id, "signer") == {head.pk}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": " "}, "事由"),
        ({"until": TODAY - timedelta(days=1), "since": TODAY - timedelta(days=3)}, "最后一日"),
        ({"since": TODAY + timedelta(days=9)}, "最后一日"),
    ],
)
def test_a_delegation_has_a_reason_and_days_to_come(head, deputy, fields, sentence):
    with pytest.raises((services.NotDelegable, services.WrongDates), match=sentence):
        lend(head, deputy, **fields)
    assert not Delegation.objects.exists()


def test_only_a_colleague_of_the_same_organisation_can_be_asked(head, deputy):
    stranger = make.person("signer", make.organisation("audit"))
    for other in (stranger, head):
        with pytest.raises(services.NotDelegable, match="同一机构"):
            lend(head, other)
    deputy.is_active = False
    deputy.save()
    with pytest.raises(services.InactivePerson):
        lend(head, deputy)


def test_only_ones_own_post_is_lent_and_none_that_keeps_others(head, deputy):
    with pytest.raises(services.NotAllowed, match="自己的岗位"):
        lend(head, deputy, by=deputy)
    keeper = make.person("admin", make.organisation("finance"))
    with pytest.raises(services.NotDelegable, match="不能委托"):
        lend(keeper, deputy)
    head.posts.update(valid_to=TODAY - timedelta(days=1))
    with pytest.raises(services.NotDelegable, match="离任"):
        lend(head, deputy)


def test_the_database_itself_refuses_what_is_no_delegation(head, deputy):
    made = lend(head, deputy)
    for wrong in ({"deputy": head}, {"valid_to": TODAY - timedelta(days=1)}, {"reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delegation.objects.filter(pk=made.pk).update(**wrong)


def test_the_account_page_lends_and_takes_back(client, head, deputy):
    client.force_login(head)
    form = {"post": head.posts.get().pk, "deputy": deputy.pk, "reason": "外出培训"}
    refused = client.post("/desk/account/delegate/", form | {"since": "2099-01-02", "until": "2099-01-01"})
    assert refused.status_code == 422 and "外出培训" in refused.content.decode()
    days = {"since": "2017-01-01", "until": "2099-01-01"}
    assert client.post("/desk/account/delegate/", form | days).status_code == 302
    page = client.get("/desk/account/").content.decode()
    assert f"委托给 {deputy.name}" in page
    made = Delegation.objects.get()
    client.force_login(deputy)
    assert f"受 {head.name} 委托" in client.get("/desk/account/").content.decode()
    assert client.post(f"/desk/account/delegations/{made.pk}/revoke/").status_code == 404
    client.force_login(head)
    client.post(f"/desk/account/delegations/{made.pk}/revoke/")
    made.refresh_from_db()
    assert made.revoked_at is not None
