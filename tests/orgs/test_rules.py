"""Rights, account names, the tree and district files: tables, no database."""

from dataclasses import dataclass
from datetime import date

import pytest

from gongkai.orgs import rules


@pytest.mark.parametrize(
    ("roles", "verb", "allowed"),
    [
        ({"admin"}, "hire", True),
        ({"openness"}, "hire", False),  # accounts are the administrator's
        ({"openness"}, "found", True),  # 机构 belong to the catalogue the openness office keeps
        ({"openness"}, "read-log", True),
        ({"clerk", "reviewer", "secrecy", "signer"}, "see-people", False),
        ({"signer"}, "close", False),
        (set(), "read-log", False),
    ],
)
def test_a_right_follows_from_the_role_alone(roles, verb, allowed):
    assert rules.allows(roles, verb) is allowed


@pytest.mark.parametrize("verb", sorted(rules.NOT_TO_ONESELF))
def test_nobody_decides_about_their_own_posts_or_account(verb):
    assert rules.allows({"admin", "openness"}, verb)
    assert not rules.allows({"admin", "openness"}, verb, to_oneself=True)


@pytest.mark.parametrize("role", ["admin", "openness"])
def test_only_an_administrator_gives_the_posts_that_govern(role):
    assert not rules.allows({"openness"}, "appoint", about_role=role)
    assert rules.allows({"openness"}, "appoint", about_role="clerk")
    assert rules.allows({"admin"}, "appoint", about_role=role)


def test_every_right_names_known_roles():
    known = {"clerk", "reviewer", "secrecy", "signer", "openness", "admin"}
    assert all(roles and roles <= known for roles in rules.RIGHTS.values())


@pytest.mark.parametrize("account", ["clerk-finance", "ab", "a1"])
def test_accounts_are_small_letters_digits_and_hyphens(account):
    assert rules.ACCOUNT.fullmatch(account)


@pytest.mark.parametrize("account", ["A", "财政", "a b", "1ab", "a_b", "x" * 41, "a\n"])
def test_other_accounts_are_refused(account):
    assert not rules.ACCOUNT.fullmatch(account)


@dataclass
class Row:
    pk: int
    parent_id: int | None = None


def test_the_tree_puts_each_row_below_its_parent():
    shown = rules.tree([Row(1), Row(2, 1), Row(3), Row(4, 2), Row(5, 99)])
    assert [(depth, row.pk) for depth, row in shown] == [(0, 1), (1, 2), (2, 4), (0, 3), (0, 5)]


def declared(**changes):
    organisation = {
        "key": "finance",
        "name": "财政局",
        "short_name": "财政局",
        "kind": "department",
        "region": "330103",
        "valid_from": date(2008, 5, 1),
    }
    return {"regions": [{"code": "330103", "name": "下城区"}], "organisations": [{**organisation, **changes}]}


def test_a_district_file_is_read():
    district = rules.parse_district(declared(phone="演示", successor="finance"))
    assert district.organisations[0].contact == {"phone": "演示"}
    assert district.regions[0].successor == ""


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"colour": "red"}, "不认识的词：colour"),
        ({"kind": "company"}, "类别“company”不认识"),
        ({"valid_from": "2008-5-1"}, "应是日期"),
        ({"region": 330103}, "应加引号"),
        ({"region": "330199"}, "没有这样的区划：330199"),
        ({"parent": "nobody"}, "没有这样的机构：nobody"),
    ],
)
def test_a_wrong_entry_is_named(changes, sentence):
    with pytest.raises(rules.WrongDeclaration, match=sentence):
        rules.parse_district(declared(**changes))


@pytest.mark.parametrize(
    "data", [None, [], {"regions": []}, {"regions": [], "organisations": [], "extra": 1}]
)
def test_a_file_of_another_shape_is_refused(data):
    with pytest.raises(rules.WrongDeclaration, match="regions 与 organisations"):
        rules.parse_district(data)


def test_an_entry_that_is_no_mapping_or_incomplete_is_refused():
    with pytest.raises(rules.WrongDeclaration, match="名称: 值"):
        rules.parse_district({"regions": ["330103"], "organisations": []})
    with pytest.raises(rules.WrongDeclaration, match="缺少：name"):
        rules.parse_district({"regions": [{"code": "330103"}], "organisations": []})


def test_a_key_stands_only_once():
    twice = declared()
    twice["organisations"] *= 2
    with pytest.raises(rules.WrongDeclaration, match="重复：finance"):
        rules.parse_district(twice)
