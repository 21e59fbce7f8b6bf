"""The demonstration's district file and its loading."""

import csv
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from gongkai.orgs import rules, services
from gongkai.orgs.models import Act, Organisation, Person, Region
from gongkai.orgs.services.district import read_district
from tests import make

FILE = Path(settings.CATALOGUE) / "districts" / "xiacheng.yaml"
DIVISIONS = Path("/work/shared/data/divisions/hangzhou_areas_streets_by_year.csv")


def load(**options):
    return services.load_district(path=FILE, at=make.NOW, **options)


@pytest.mark.skipif(not DIVISIONS.exists(), reason="the administrative divisions data set is not here")
def test_every_code_and_name_is_that_of_the_divisions_data():
    with DIVISIONS.open(encoding="utf-8") as lines:
        official = {(row["code"], row["name"]) for row in csv.DictReader(lines)}
    assert {(region.code, region.name) for region in read_district(FILE).regions} <= official


def test_contact_data_is_marked_as_a_demonstration():
    for organisation in read_district(FILE).organisations:
        contact = organisation.contact
        assert all(
            "演示" in contact[name]
            for name in ("address", "hours", "phone", "fax", "online", "head")
            if name in contact
        )


def test_index_numbers_of_two_organisations_never_meet():
    templates = [organisation.contact["index_template"] for organisation in read_district(FILE).organisations]
    assert len(set(templates)) == len(templates)


@pytest.mark.django_db
def test_as_of_2017_every_body_stands_and_the_regions_tell_their_end():
    loaded = load(as_of=date(2017, 7, 1))
    assert loaded.organisations == loaded.new == Organisation.objects.count()
    assert not Organisation.objects.exclude(valid_to=None).exists()
    assert not Organisation.objects.filter(region="330105").exists()
    xiacheng = Region.objects.get(code="330103")
    assert (xiacheng.valid_to, xiacheng.successor_id) == (date(2021, 3, 11), "330105")
    assert Region.objects.filter(parent="330103", successor__parent="330105").count() == 8


@pytest.mark.django_db
def test_without_a_day_the_merger_is_applied():
    load()
    government = Organisation.objects.get(key="government")
    assert government.valid_to == date(2021, 3, 11)
    assert government.successor.key == "gongshu-government"


@pytest.mark.django_db
def test_every_file_row_satisfies_the_rules_of_its_model():
    load()
    for organisation in Organisation.objects.all():
        organisation.full_clean()


@pytest.mark.django_db
def test_loading_again_changes_nothing_that_the_desk_has_changed():
    load(as_of=date(2017, 7, 1))
    Organisation.objects.filter(key="finance").update(phone="新电话")
    assert load(as_of=date(2017, 7, 1)).new == 0
    assert Organisation.objects.get(key="finance").phone == "新电话"
    assert Act.objects.filter(verb="load-district").count() == 1


@pytest.mark.django_db
def test_the_command_says_what_it_loaded_and_what_is_wrong(tmp_path):
    out = StringIO()
    call_command("load_district", str(FILE), "--as-of", "2017-07-01", stdout=out)
    assert "其中新设 35 个" in out.getvalue()
    with pytest.raises(CommandError, match="没有文件"):
        call_command("load_district", str(tmp_path / "none.yaml"))
    wrong = tmp_path / "wrong.yaml"
    for text in ("regions: [", "regions: []", "regions: []\norganisations: [1]"):
        wrong.write_text(text)
        with pytest.raises(CommandError, match="wrong.yaml"):
            call_command("load_district", str(wrong))
    wrong.write_bytes("regions: 区".encode("gb18030"))
    with pytest.raises(rules.WrongDeclaration):
        services.load_district(path=wrong, at=make.NOW)


@pytest.mark.django_db
def test_the_first_administrator_is_hired_by_a_command():
    make.organisation("government-office")
    out = StringIO()
    call_command("hire", "boss", "管理员", organisation="government-office", stdout=out)
    person = Person.objects.get(account="boss")
    secret = out.getvalue().split("初始密码 ")[1].split("（")[0]
    assert person.check_password(secret)
    assert person.posts.get().role == "admin"
    with pytest.raises(CommandError, match="没有代号"):
        call_command("hire", "boss2", "管理员", organisation="nowhere")
    with pytest.raises(CommandError):
        call_command("hire", "boss", "管理员", organisation="government-office")


def test_a_wrong_day_is_named():
    with pytest.raises(CommandError, match="不是日期"):
        call_command("load_district", str(FILE), "--as-of", "gestern")
