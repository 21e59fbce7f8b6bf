"""Organisations, people, posts and rights: each promise and each refusal."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from gongkai.orgs import services
from gongkai.orgs.models import Act, AppendOnly, Organisation, Person, Post
from tests import make

pytestmark = pytest.mark.django_db
TODAY = date(2017, 7, 3)


@pytest.fixture
def office():
    return make.organisation("government-office", name="区政府办公室")


@pytest.fixture
def admin(office):
    return make.person("admin", office)


@pytest.fixture
def openness(office):
    return make.person("openness", office)


def unsaved(key="sports", **fields):
    values = {"name": "体育局", "short_name": "体育局", "kind": "department", "valid_from": date(2010, 1, 1)}
    return Organisation(key=key, region=make.region(), **{**values, **fields})


def test_the_openness_office_founds_an_organisation_and_the_log_says_so(openness):
    services.found(organisation=unsaved(), by=openness, at=make.NOW)
    act = Act.objects.get()
    assert (act.verb, act.thing, act.organisation_key) == ("found", "organisation:sports", "sports")
    assert (act.account, act.at) == (openness.account, make.NOW)


def test_a_clerk_founds_nothing(office):
    with pytest.raises(services.NotAllowed):
        services.found(organisation=unsaved(), by=make.person("clerk", office), at=make.NOW)
    assert not Organisation.objects.filter(key="sports").exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("index_template", "{region}", "编号模板"),
        ("index_template", "{__class__}", "编号模板"),
        ("credit_code", "11330103002498754X", "校验位"),
    ],
)
def test_codes_and_templates_are_checked(openness, field, value, sentence):
    with pytest.raises(ValidationError, match=sentence):
        services.found(organisation=unsaved(**{field: value}), by=openness, at=make.NOW)


def test_a_change_is_logged_by_field_names_not_values(openness):
    row = make.organisation("finance")
    services.change(organisation=row, fields={"head": "某某", "phone": ""}, by=openness, at=make.NOW)
    row.refresh_from_db()
    assert row.head == "某某"
    assert Act.objects.get().detail == {"fields": ["head"]}


def test_the_key_cannot_change(openness):
    row = make.organisation("finance")
    services.change(organisation=row, fields={"key": "money"}, by=openness, at=make.NOW)
    row.refresh_from_db()
    assert row.key == "finance"
    assert not Act.objects.exists()


def test_no_organisation_stands_under_itself(openness):
    above, below = make.organisation("above"), make.organisation("below")
    services.change(organisation=below, fields={"parent": above}, by=openness, at=make.NOW)
    with pytest.raises(services.SuccessionLoop, match="上级机构"):
        services.change(organisation=above, fields={"parent": below}, by=openness, at=make.NOW)


def test_closing_names_the_successor_and_ends_the_posts(openness):
    old, new = make.organisation("old"), make.organisation("new")
    clerk = make.person("clerk", old)
    services.close(organisation=old, on=TODAY, successor=new, by=openness, at=make.NOW)
    assert list(new.predecessors.all()) == [old]
    assert Post.objects.of(clerk, on=TODAY).exists()
    assert not Post.objects.of(clerk, on=TODAY + timedelta(days=1)).exists()
    assert old in Organisation.objects.valid_on(TODAY)
    assert old not in Organisation.objects.valid_on(TODAY + timedelta(days=1))


def succession():
    """Return three bodies of which each followed the one before, in 2015 and in 2016."""
    first, second, third = (make.organisation(key) for key in ("first", "second", "third"))
    services.close(organisation=first, on=date(2015, 12, 31), successor=second, by=None, at=make.NOW)
    services.close(organisation=second, on=date(2016, 12, 31), successor=third, by=None, at=make.NOW)
    return first, second, third


def papers(*keepers, on):
    chosen = Organisation.objects.filter(pk__in=[each.pk for each in keepers])
    return {each.key for each in Organisation.objects.papers_of({each.pk for each in chosen}, on=on)}


@pytest.mark.parametrize(
    ("on", "of_first", "of_second", "of_third"),
    [
        (date(2015, 12, 31), {"first"}, {"second"}, {"third"}),  # its last day is still its own
        (date(2016, 1, 1), {"first"}, {"first", "second"}, {"third"}),
        (date(2017, 1, 1), {"first"}, {"first", "second"}, {"first", "second", "third"}),
    ],
)
def test_papers_pass_along_the_whole_succession_on_the_day_after_the_last(on, of_first, of_second, of_third):
    first, second, third = succession()
    assert papers(first, on=on) == of_first
    assert papers(second, on=on) == of_second
    assert papers(third, on=on) == of_third
    for body, key in ((first, "first"), (second, "second"), (third, "third")):
        keepers = Organisation.objects.filter(pk__in=Organisation.objects.get(key=key).keepers(on=on))
        assert body in keepers
        assert all(key in papers(each, on=on) for each in keepers)


def test_papers_are_found_without_a_question_for_each_step(django_assert_num_queries):
    _, _, third = succession()
    with django_assert_num_queries(3):
        assert len(papers(third, on=TODAY)) == 3


def test_bodies_that_follow_each_other_in_a_ring_hang_nothing():
    first, _, third = succession()
    Organisation.objects.filter(pk=third.pk).update(valid_to=date(2016, 12, 31), successor=first)
    assert len(papers(first, on=TODAY)) == 3
    assert len(Organisation.objects.get(key="third").keepers(on=TODAY)) == 3


def test_no_post_outlives_its_organisation():
    row = make.organisation("old")
    clerk = make.person("clerk", row)
    clerk.posts.update(valid_to=date(2030, 1, 1))
    services.close(organisation=row, on=TODAY, by=None, at=make.NOW)
    assert clerk.posts.get().valid_to == TODAY
    clerk.posts.update(valid_to=date(2030, 1, 1))
    assert not Post.objects.of(clerk, on=TODAY + timedelta(days=1)).exists()


def test_closing_a_house_removes_nobody_whom_one_could_not_dismiss(office, openness):
    other = make.organisation("other")
    admin = make.person("admin", other)
    make.person("admin", office)
    with pytest.raises(services.NotAllowed, match="任系统管理员"):
        services.close(organisation=other, on=TODAY, by=openness, at=make.NOW)
    assert admin.posts.get().valid_to is None
    assert Organisation.objects.get(key="other").valid_to is None


def test_closing_a_house_does_not_remove_the_last_administrator(office, admin):
    with pytest.raises(services.LastAdministrator):
        services.close(organisation=office, on=TODAY, by=None, at=make.NOW)
    with pytest.raises(services.NotAllowed):
        services.close(organisation=office, on=TODAY, by=admin, at=make.NOW)
    other = make.person("admin", make.organisation("other"))
    services.close(organisation=office, on=TODAY, by=other, at=make.NOW)
    assert admin.posts.get().valid_to == TODAY


def test_two_administrators_do_not_leave_one_after_the_other(office, admin):
    other = make.person("admin", office)
    services.dismiss(post=other.posts.get(), on=date(2030, 1, 1), by=admin, at=make.NOW)
    with pytest.raises(services.LastAdministrator):
        services.dismiss(post=admin.posts.get(), on=date(2029, 1, 1), by=other, at=make.NOW)


def test_a_closed_organisation_is_not_closed_again(openness):
    old = make.organisation("old", valid_to=date(2016, 1, 1))
    with pytest.raises(services.ClosedOrganisation, match="2016-01-01"):
        services.close(organisation=old, on=TODAY, by=openness, at=make.NOW)


def test_an_organisation_cannot_succeed_itself(openness):
    row = make.organisation("old")
    with pytest.raises(services.SuccessionLoop, match="承接机构"):
        services.close(organisation=row, on=TODAY, successor=row, by=openness, at=make.NOW)


def test_the_end_lies_after_the_beginning(openness):
    row = make.organisation("young", valid_from=date(2017, 1, 1))
    with pytest.raises(ValidationError):
        services.close(organisation=row, on=date(2016, 12, 31), by=openness, at=make.NOW)


def test_the_database_refuses_a_successor_of_the_living_and_unknown_roles(office):
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=office.pk).update(successor=make.organisation("new"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(person=make.person(), organisation=office, role="king", valid_from=TODAY)


def test_hiring_gives_a_password_that_must_be_changed(admin):
    person, secret = services.hire(account="wang", name="王某", by=admin, at=make.NOW)
    assert person.must_change_password
    assert person.check_password(secret)
    assert len(secret) == 19
    assert Act.objects.get().thing == "person:wang"
    assert secret not in str(Act.objects.get().detail)


def test_an_account_stands_once_and_is_well_formed(admin):
    services.hire(account="wang", name="王某", by=admin, at=make.NOW)
    with pytest.raises(ValidationError):
        services.hire(account="wang", name="另一位", by=admin, at=make.NOW)
    with pytest.raises(ValidationError, match="小写字母"):
        services.hire(account="王某", name="王某", by=admin, at=make.NOW)


def test_the_openness_office_opens_no_accounts(openness):
    with pytest.raises(services.NotAllowed):
        services.hire(account="wang", name="王某", by=openness, at=make.NOW)


def appoint(person, organisation, role="clerk", **fields):
    values = {"since": TODAY, "by": None, "at": make.NOW, **fields}
    return services.appoint(person=person, organisation=organisation, role=role, **values)


def test_a_post_gives_its_role_from_its_day_on(office):
    person = make.person()
    appoint(person, office)
    assert Post.objects.of(person, on=TODAY).roles() == {"clerk"}
    assert not Post.objects.of(person, on=TODAY - timedelta(days=1)).exists()
    assert list(Organisation.objects.where(person, "clerk", on=TODAY)) == [office]
    assert not Organisation.objects.where(person, "signer", on=TODAY).exists()


def test_the_same_post_is_not_given_twice(office):
    person = make.person()
    appoint(person, office)
    with pytest.raises(services.AlreadyAppointed, match="经办人"):
        appoint(person, office)


def test_a_post_may_be_given_again_after_its_end(office, admin):
    person = make.person()
    post = appoint(person, office, since=date(2016, 1, 1))
    services.dismiss(post=post, on=date(2016, 12, 31), by=admin, at=make.NOW)
    appoint(person, office)
    assert person.posts.count() == 2


def test_no_post_in_an_organisation_that_has_ended():
    with pytest.raises(services.ClosedOrganisation):
        appoint(make.person(), make.organisation("old", valid_to=date(2016, 1, 1)))


def test_no_post_for_an_account_that_is_switched_off(office):
    with pytest.raises(services.InactivePerson):
        appoint(make.person(is_active=False), office)


def test_nobody_appoints_themselves(openness, admin, office):
    for someone in (openness, admin):
        with pytest.raises(services.NotAllowed):
            appoint(someone, office, by=someone)


def test_the_openness_office_appoints_clerks_but_no_administrators(openness, office):
    appoint(make.person(), office, by=openness)
    with pytest.raises(services.NotAllowed):
        appoint(make.person(), office, "admin", by=openness)


def test_a_dismissed_person_keeps_the_last_day(office, admin):
    person = make.person("clerk", office)
    services.dismiss(post=person.posts.get(), on=TODAY, by=admin, at=make.NOW)
    assert Post.objects.of(person, on=TODAY).exists()
    assert not Post.objects.of(person, on=TODAY + timedelta(days=1)).exists()


def test_a_post_does_not_end_before_it_begins_nor_grow_longer(office, admin):
    post = make.person("clerk", office).posts.get()
    with pytest.raises(services.WrongDates, match="不能早于"):
        services.dismiss(post=post, on=date(2009, 1, 1), by=admin, at=make.NOW)
    services.dismiss(post=post, on=TODAY, by=admin, at=make.NOW)
    with pytest.raises(services.WrongDates, match="已于"):
        services.dismiss(post=post, on=date(2018, 1, 1), by=admin, at=make.NOW)


def test_the_last_administrator_stays(admin, office):
    with pytest.raises(services.LastAdministrator):
        services.dismiss(post=admin.posts.get(), on=TODAY, by=None, at=make.NOW)
    with pytest.raises(services.LastAdministrator):
        services.deactivate(person=admin, by=None, at=make.NOW)
    make.person("admin", office)
    services.deactivate(person=admin, by=None, at=make.NOW)


def test_a_deactivated_person_has_no_rights_and_gets_them_back(admin, office):
    other = make.person("openness", office)
    services.deactivate(person=other, by=admin, at=make.NOW)
    other.refresh_from_db()
    assert not services.can(other, "read-log", at=make.NOW)
    services.reactivate(person=other, by=admin, at=make.NOW)
    other.refresh_from_db()
    assert services.can(other, "read-log", at=make.NOW)


def test_one_changes_ones_own_password_by_the_rules(office):
    person = make.person("clerk", office, must_change_password=True)
    services.set_password(person=person, password="qingming-yu-fenfen", by=person, at=make.NOW)
    assert not person.must_change_password
    with pytest.raises(ValidationError):
        services.set_password(person=person, password="12345678901234", by=person, at=make.NOW)
    with pytest.raises(ValidationError):
        services.set_password(person=person, password="short-one", by=person, at=make.NOW)


def test_nobody_sets_the_password_of_another(office):
    with pytest.raises(services.NotAllowed):
        services.set_password(
            person=make.person(), password="qingming-yu-fenfen", by=make.person("clerk", office), at=make.NOW
        )


def test_a_reset_password_must_be_changed_again(admin):
    person = make.person()
    secret = services.reset_password(person=person, by=admin, at=make.NOW)
    person.refresh_from_db()
    assert person.check_password(secret)
    assert person.must_change_password


def test_the_openness_office_does_not_reset_an_administrator(openness, admin):
    assert not services.can(openness, "reset-password", admin, at=make.NOW)


def test_strangers_see_nobody_and_clerks_themselves(office, admin):
    clerk = make.person("clerk", office)
    assert not Person.objects.visible_to(Person(), on=TODAY).exists()
    assert list(Person.objects.visible_to(clerk, on=TODAY)) == [clerk]
    assert set(Person.objects.visible_to(admin, on=TODAY)) == {clerk, admin}


def test_the_log_is_read_by_its_keepers_only(office, admin):
    services.record(verb="found", thing="organisation:x", by=None, at=make.NOW)
    assert Act.objects.visible_to(admin, on=TODAY).count() == 1
    assert not Act.objects.visible_to(make.person("signer", office), on=TODAY).exists()
    assert Act.objects.get().name == "系统"


def test_the_log_can_only_grow():
    act = services.record(verb="found", thing="organisation:x", by=None, at=make.NOW)
    with pytest.raises(AppendOnly):
        act.save()
    with pytest.raises(AppendOnly):
        act.delete()


def test_the_log_is_filtered_by_each_of_its_columns():
    finance = make.organisation("finance")
    services.record(
        verb="found", thing="organisation:finance", by=None, at=make.NOW, organisation_key=finance.key
    )
    services.record(verb="hire", thing="person:wang", by=None, at=make.moment(2017, 8, 1))
    acts = Act.objects
    assert acts.matching(verb="hire").get().thing == "person:wang"
    assert acts.matching(organisation=finance).get().verb == "found"
    assert acts.matching(thing="wang").count() == 1
    assert acts.matching(since=date(2017, 8, 1)).get().verb == "hire"
    assert acts.matching(until=TODAY).get().verb == "found"
    assert acts.matching(account="system").count() == 2
    assert acts.all().verbs() == ["found", "hire"]


def test_people_are_found_by_name_organisation_and_role(office):
    wang = make.person("clerk", office, name="王某")
    make.person("signer", make.organisation("finance"), name="李某")
    people = Person.objects.get_queryset()
    assert people.matching(q="王", on=TODAY).get() == wang
    assert people.matching(organisation=office, on=TODAY).get() == wang
    assert people.matching(role="clerk", on=TODAY).get() == wang
    assert not people.matching(organisation=office, role="signer", on=TODAY).exists()
    assert people.matching(on=TODAY).with_posts(on=TODAY).count() == 2
