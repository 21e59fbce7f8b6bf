"""What proofing asks of the header of a draft by what the catalogue and its history say."""

from datetime import date

import pytest

from gongkai.items import services
from gongkai.items.models import Version
from tests import make

pytestmark = pytest.mark.django_db


def codes(version):
    return {each.code for each in services.findings(version, at=make.NOW)}


def test_the_catalogue_says_of_which_rows_the_texts_are_normative():
    team, texts = make.staff(), make.obligation("texts", is_normative=True)
    version = make.drafted(team, obligation=texts)
    assert "header.normative" in codes(version)
    Version.objects.update(is_normative=True)
    assert "header.normative" not in codes(Version.objects.get())
    told = make.drafted(team, kind="interpretation", title="解读", obligation=texts)
    assert "header.normative" not in codes(told)  # it explains such a text and is none
    assert "header.normative" not in codes(make.drafted(team, title="通知二"))


def test_a_day_that_a_clerk_fills_in_is_asked_about_and_the_reason_kept():
    team = make.staff()
    version = make.drafted(team, made_on=date(2016, 5, 3), published_on=date(2016, 5, 4))
    with pytest.raises(services.Unready, match="伪造发稿日期"):
        services.submit(version=version, by=team.clerk, at=make.NOW)
    version = services.submit(version=version, overruling="原载旧报", by=team.clerk, at=make.NOW)
    assert version.steps.get(verb="submit").reason == "原载旧报"
    impossible = make.drafted(team, title="另一件", published_on=date(2016, 5, 4))
    with pytest.raises(services.Unready, match="早于成文日期"):
        services.submit(version=impossible, overruling="核对过", by=team.clerk, at=make.NOW)
