"""What is supplied: copies without what may not be told, proven; the material itself stays inside."""

import pytest

from gongkai.items.reading.pieces import pieces
from gongkai.requests import services
from gongkai.requests.models import Document, Look
from tests import make
from tests.items.containers import whole_docx
from tests.requests.letters import office

pytestmark = pytest.mark.django_db
TEXT = "承包人张三，身份证号330103199001011233，电话13800138000。\n高明的提高明确度。\n合同金额12万元。\n"

DATA = TEXT.encode()


@pytest.fixture
def desk():
    return office()


def material(desk, name="合同.txt", data=DATA, purpose="material"):
    return services.keep(request=desk.case, purpose=purpose, name=name, data=data, by=desk.clerk, at=desk.at)


def copied(desk, document, *words, keys=()):
    return services.make_copy(document=document, keys=keys, words=words, by=desk.clerk, at=desk.at)


def test_personal_data_is_suggested_and_the_look_is_noted(desk):
    found = services.suggestions(document=material(desk), by=desk.clerk, at=desk.at)
    assert "13800138000" in [each.value for each in found]
    assert len({each.key for each in found}) == len(found)
    assert Look.objects.filter(request=desk.case).count() == 1


def test_what_was_chosen_and_what_was_typed_is_gone_and_the_rest_stays(desk):
    document = material(desk)
    found = services.suggestions(document=document, by=desk.clerk, at=desk.at)
    copy = copied(desk, document, "张三", keys=[each.key for each in found])
    told = services.read(copy).decode()
    for word in ("张三", "13800138000", "330103199001011233"):
        assert word not in told
    assert "合同金额12万元" in told
    assert "高明的提高明确度" in told
    assert (copy.purpose, copy.made_from, copy.is_for_applicant) == ("redacted", document, False)
    assert services.read(document).decode() == TEXT, "the material stays as it is"


def test_a_short_word_goes_everywhere_it_stands(desk):
    document = material(desk, data="张三与李四。王五，张三；再问张三\n".encode())
    assert "张三" not in services.read(copied(desk, document, "张三")).decode()


def test_words_go_out_of_a_document_of_an_office_program(desk):
    data = whole_docx("承包人张三，电话13800138000。")
    copy = copied(desk, material(desk, "合同.docx", data), "张三", "13800138000")
    told = "".join(each.text for each in pieces(services.read(copy), "合同.docx"))
    assert "承包人" in told
    assert "张三" not in told
    assert "13800138000" not in told


@pytest.mark.parametrize(
    ("words", "sentence"), [((), "请选择或者填写"), ((" ",), "请选择或者填写"), (("王五",), "没有找到“王五”")]
)
def test_a_copy_without_anything_hidden_is_refused(desk, words, sentence):
    with pytest.raises(services.NotSuppliable, match=sentence):
        copied(desk, material(desk), *words)


def test_what_cannot_be_rewritten_is_refused_with_its_sentence(desk):
    document = material(desk)
    Document.objects.filter(pk=document.pk).update(name="合同.md")
    document.refresh_from_db()
    with pytest.raises(services.NotSuppliable):
        copied(desk, document, "张三")
    assert not Document.objects.filter(purpose="redacted").exists()


def test_only_materials_are_copied_and_only_by_those_who_handle_the_case(desk):
    with pytest.raises(services.NotSuppliable, match="原件"):
        copied(desk, material(desk, purpose="identity"), "张三")
    outsider = make.person("clerk", make.organisation("audit"))
    with pytest.raises(services.NotAllowed):
        services.copy_whole(document=material(desk), by=outsider, at=desk.at)


def test_a_copy_as_it_is_can_be_enclosed_and_is_read_once_the_answer_went_out(desk):
    copy = services.copy_whole(document=material(desk), by=desk.clerk, at=desk.at)
    letter = desk.signed("answer", given={}, enclosures=(copy,))
    assert letter.paper["enclosures"] == ["合同.txt"]
    assert not Document.objects.for_applicant().exists()
    desk.send(letter)
    assert list(Document.objects.for_applicant()) == [copy]
