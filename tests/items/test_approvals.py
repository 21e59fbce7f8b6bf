"""A version on its path: steps in order, side by side, with deadlines; co-signing; acts for somebody else."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongkai.clocks.models import Clock
from gongkai.items import services
from gongkai.items.models import Approval, Step, Submission, Version
from gongkai.orgs import services as orgs
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(days=30)


def joint(team, *partners, **fields):
    """Return a version of a joint document that waits for its co-signers."""
    version = make.drafted(team, **fields)
    services.arrange(version=version, is_normative=False, cosigners=partners, by=team.clerk, at=make.NOW)
    services.submit(version=version, by=team.clerk, at=make.NOW)
    services.review(version=version, by=team.reviewer, at=make.NOW)
    return services.clear(version=version, by=team.secrecy, at=make.NOW)


@pytest.fixture
def team():
    return make.staff()


@pytest.fixture
def audit():
    return make.staff(make.organisation("audit", short_name="审计局"))


@pytest.fixture
def civil():
    return make.staff(make.organisation("civil", short_name="民政局"))


def test_submitting_lays_out_the_path_and_keeps_what_was_submitted(team):
    version = services.submit(version=make.drafted(team), by=team.clerk, at=make.NOW)
    rows = list(version.approvals.values_list("key", "asked_at"))
    assert rows == [("section-head", make.NOW), ("secrecy", None), ("signing", None)]
    assert (version.path, version.round, version.open_steps) == ("general", 1, 2)
    kept = Submission.objects.get()
    assert (kept.header["title"], kept.body) == (version.title, version.body)


def test_each_round_has_steps_of_its_own(team):
    version = services.submit(version=make.drafted(team), by=team.clerk, at=make.NOW)
    services.recall(version=version, by=team.clerk, at=make.NOW)
    assert set(Approval.objects.values_list("decision", flat=True)) == {"void"}
    version = services.submit(version=version, by=team.clerk, at=make.NOW)
    assert version.round == 2
    services.review(version=version, note="同意", by=team.reviewer, at=make.NOW)
    first = Approval.objects.get(round=2, key="section-head")
    assert (first.decision, first.remark, first.decided_by) == ("agreed", "同意", team.reviewer)


def test_co_signers_are_asked_side_by_side_with_a_deadline_and_all_must_answer(team, audit, civil):
    version = joint(team, audit.organisation, civil.organisation)
    assert version.issuer == "下城区finance 下城区audit 下城区civil"
    assert (version.stage, version.open_steps) == ("consent", 2)
    clocks = Clock.objects.open().filter(duty__startswith="approval:")
    assert {(c.organisation.key, c.due_on) for c in clocks} == {
        (k, date(2017, 7, 6)) for k in ("audit", "civil")
    }
    version = services.cosign(version=version, by=civil.signer, at=make.NOW)
    with pytest.raises(services.IllegalMove):
        services.sign(version=version, by=team.signer, at=make.NOW)
    version = services.cosign(version=version, note="第二条建议明确口径", by=audit.signer, at=make.NOW)
    assert (version.stage, version.open_steps) == ("signing", 0)
    decisions = dict(Approval.objects.filter(verb="cosign").values_list("organisation__key", "decision"))
    assert decisions == {"audit": "remarked", "civil": "agreed"}
    assert not clocks.all().exists()
    assert services.sign(version=version, by=team.signer, at=make.NOW).stage == "public"


def test_a_co_signer_sees_that_version_and_only_while_asked(team, audit):
    version = make.drafted(team)
    seen = lambda: Version.objects.visible_to(audit.clerk, at=make.NOW).filter(pk=version.pk).exists()  # noqa: E731
    services.arrange(
        version=version, is_normative=False, cosigners=[audit.organisation], by=team.clerk, at=make.NOW
    )
    services.submit(version=version, by=team.clerk, at=make.NOW)
    assert not seen()  # not asked yet
    services.review(version=version, by=team.reviewer, at=make.NOW)
    services.clear(version=version, by=team.secrecy, at=make.NOW)
    assert seen()
    assert not Version.objects.at_desk(audit.clerk, at=make.NOW).exists()
    stranger = make.person("signer", make.organisation("sports"))
    assert not Version.objects.visible_to(stranger, at=make.NOW).exists()
    with pytest.raises(services.NotAllowed):
        services.cosign(version=version, by=stranger, at=make.NOW)
    services.send_back(version=version, reason="条款不妥", by=audit.signer, at=make.NOW)
    assert not seen()
    row = Approval.objects.get(verb="cosign")
    assert (row.decision, row.remark) == ("returned", "条款不妥")
    version.refresh_from_db()
    assert version.stage == "draft"


def test_silence_is_shown_and_is_no_consent_unless_the_path_says_so(team, audit):
    version = joint(team, audit.organisation)
    row = Approval.objects.get(verb="cosign")
    assert row.is_late(LATER) and not row.is_late(make.NOW)
    assert services.lapse_due(at=LATER) == 0
    Approval.objects.filter(pk=row.pk).update(is_silence_consent=True)
    assert services.lapse_due(at=make.NOW) == 0
    assert services.lapse_due(at=LATER) == 1
    version.refresh_from_db()
    row.refresh_from_db()
    assert (version.stage, row.decision, row.decided_by) == ("signing", "silent", None)
    assert "逾期未复" in Step.objects.get(verb="lapse").reason
    assert services.lapse_due(at=LATER) == 0


def test_the_lead_withdraws_a_request_with_a_reason(team, audit, civil):
    version = joint(team, audit.organisation, civil.organisation)
    row = Approval.objects.get(verb="cosign", organisation=audit.organisation)
    with pytest.raises(services.Unready, match="理由"):
        services.call_off(approval=row, reason=" ", by=team.clerk, at=make.NOW)
    with pytest.raises(services.NotAllowed):
        services.call_off(approval=row, reason="改由两家联合发文", by=audit.clerk, at=make.NOW)
    version = services.call_off(approval=row, reason="改由两家联合发文", by=team.clerk, at=make.NOW)
    assert version.issuer == "下城区finance 下城区civil"
    assert not Version.objects.visible_to(audit.signer, at=make.NOW).exists()
    version = services.cosign(version=version, by=civil.signer, at=make.NOW)
    assert version.stage == "signing"
    with pytest.raises(services.IllegalMove):
        services.call_off(approval=row, reason="再撤", by=team.clerk, at=make.NOW)


@pytest.mark.parametrize(
    ("name", "sentence"), [("lead", "牵头机关"), ("twice", "重复"), ("closed", "已撤销")]
)
def test_who_can_not_be_a_co_signer(team, audit, name, sentence):
    closed = make.organisation("closed", valid_to=date(2016, 1, 1))
    named = {"lead": [team.organisation], "twice": [audit.organisation] * 2, "closed": [closed]}[name]
    with pytest.raises(services.Unready, match=sentence):
        services.arrange(
            version=make.drafted(team), is_normative=False, cosigners=named, by=team.clerk, at=make.NOW
        )


def test_a_normative_document_passes_the_legality_review(team):
    version = make.drafted(team)
    services.arrange(version=version, is_normative=True, cosigners=[], by=team.clerk, at=make.NOW)
    version = make.cleared(team, version=version)
    assert version.stage == "consent"
    lawyer = make.person("legality", team.organisation)
    with pytest.raises(services.NotAllowed):
        services.review(version=version, by=team.reviewer, at=make.NOW)
    version = services.review(version=version, note="合法", by=lawyer, at=make.NOW)
    assert version.stage == "signing"
    assert Step.objects.get(by=lawyer).title == "合法性审查"


def test_a_policy_not_to_be_disclosed_goes_to_the_openness_office_first(team):
    said = {"disclosure": "withheld", "ground": "E16a", "ground_reason": "内部流程"}
    version = make.drafted(team, kind="document", **said)
    version = services.submit(version=version, by=team.clerk, at=make.NOW)
    with pytest.raises(services.NotAllowed):
        services.review(version=version, by=team.reviewer, at=make.NOW)
    office = make.person("openness", make.office())
    version = services.review(version=version, note="理由成立", by=office, at=make.NOW)
    assert version.stage == "review"
    assert services.review(version=version, by=team.reviewer, at=make.NOW).stage == "secrecy"


def lend(giver, deputy):
    return orgs.delegate(
        post=giver.posts.get(), deputy=deputy, since=make.NOW.date(), until=make.NOW.date(), reason="出差",
        by=giver, at=make.NOW,
    )  # fmt: skip


def test_what_a_deputy_does_is_recorded_for_both(team):
    deputy = make.person("reviewer", team.organisation)
    lend(team.signer, deputy)
    version = make.at_signing(team)
    assert not services.can(team.reviewer, "sign", version, at=make.NOW)
    version = services.sign(version=version, by=deputy, at=make.NOW)
    assert (version.signed_by, version.signed_for) == (deputy, team.signer)
    for step in Step.objects.filter(verb__in=["sign", "publish"]):
        assert (step.by, step.on_behalf_of) == (deputy, team.signer)


def test_a_deputy_who_publishes_before_the_set_day_acts_for_the_signer(team):
    deputy = make.person("reviewer", team.organisation)
    lend(team.signer, deputy)
    version = make.at_signing(team)
    later = make.NOW + timedelta(days=3)
    version = services.sign(version=version, publish_at=later, by=team.signer, at=make.NOW)
    services.publish(version=version, by=deputy, at=make.NOW)
    step = Step.objects.get(verb="publish")
    assert (step.by, step.on_behalf_of) == (deputy, team.signer)


def test_four_eyes_look_at_the_deputy_and_at_whom_he_stands_for(team):
    head = make.person("reviewer", team.organisation)
    lend(team.clerk, head)
    version = services.submit(version=make.drafted(team), by=head, at=make.NOW)
    assert (version.submitted_by, version.submitted_for) == (head, team.clerk)
    with pytest.raises(services.NotAllowed, match="送审人不能审核"):
        services.review(version=version, by=head, at=make.NOW)
    signer = make.person("clerk", team.organisation)
    lend(team.secrecy, signer)
    services.review(version=version, by=team.reviewer, at=make.NOW)
    version = services.clear(version=version, by=signer, at=make.NOW)
    for person in (signer, team.secrecy):
        make.Post.objects.create(
            person=person, organisation=team.organisation, role="signer", valid_from=date(2010, 1, 1)
        )
        with pytest.raises(services.NotAllowed, match="保密审查人不能签发"):
            services.sign(version=version, by=person, at=make.NOW)


def test_the_database_itself_refuses_illegal_moves(team, audit):
    version = joint(team, audit.organisation)
    rows = Version.objects.filter(pk=version.pk)
    other = make.person()
    cosigning = Approval.objects.filter(verb="cosign")
    cleared = Approval.objects.filter(verb="clear")
    for wrong in (
        lambda: rows.update(stage="signing"),
        lambda: rows.update(stage="signed", signed_by=other, signed_at=make.NOW),
        lambda: rows.update(signed_by=team.secrecy),
        lambda: rows.update(signed_for=team.secrecy),
        lambda: rows.update(signed_for=team.clerk),
        lambda: rows.update(cleared_by=team.clerk),
        lambda: cleared.update(decided_by=team.clerk),
        lambda: cleared.update(decided_for=team.clerk),
        lambda: cosigning.update(decision="agreed"),
        lambda: cosigning.update(decision="agreed", decided_at=make.NOW),
        lambda: cosigning.update(decision="silent", decided_at=make.NOW),
        lambda: cleared.update(decision="returned", remark=""),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


@pytest.mark.parametrize("stage", ["consent", "signing", "signed"])
def test_the_database_lets_nothing_past_the_secrecy_review_that_was_not_cleared(team, stage):
    rows = Version.objects.filter(pk=make.drafted(team).pk)
    signed = {"submitted_by": team.clerk, "submitted_at": make.NOW}
    signed |= {"signed_by": team.signer, "signed_at": make.NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(stage=stage, **signed)
    assert rows.update(stage=stage, cleared_by=team.secrecy, **signed) == 1


def test_a_path_that_names_an_unknown_organisation_is_told_at_submission(team, settings, tmp_path):
    text = (settings.CATALOGUE / "review-paths.yaml").read_text()
    (tmp_path / "review-paths.yaml").write_text(text.replace("at: cosigners", "at: nobody"))
    for each in settings.CATALOGUE.iterdir():
        if each.name != "review-paths.yaml":
            (tmp_path / each.name).symlink_to(each)
    version = make.drafted(team)
    settings.CATALOGUE = tmp_path
    with pytest.raises(services.Unready, match="“nobody”不存在"):
        services.submit(version=version, by=team.clerk, at=make.NOW)
    version.refresh_from_db()
    assert (version.stage, version.round) == ("draft", 0)
