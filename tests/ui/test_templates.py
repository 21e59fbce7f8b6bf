"""The pieces every form and list is made of."""

from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string


class Letter(forms.Form):
    title = forms.CharField(label="名称", help_text="不超过三百字")
    manner = forms.ChoiceField(
        label="公开形式", choices=[("a", "主动公开"), ("b", "不予公开")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="已核对", required=False)
    file = forms.FileField(label="附件", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def field(form, name):
    return render_to_string("ui/field.html", {"field": form[name]})


def test_label_help_and_error_belong_to_the_input():
    text = field(Letter({"title": ""}), "title")
    assert '<label for="id_title">名称' in text
    assert 'id="id_title_helptext"' in text
    assert 'id="id_title_error"' in text
    assert 'aria-describedby="id_title_helptext id_title_error"' in text
    assert 'aria-invalid="true"' in text


def test_what_was_typed_is_shown_again_escaped():
    assert "&lt;b&gt;" in field(Letter({"title": "<b>"}), "title")


def test_group_of_choices_is_a_fieldset_with_its_legend():
    text = field(Letter(), "manner")
    assert "<fieldset" in text
    assert "<legend>公开形式" in text
    assert text.count('id="id_manner"') == 1


def test_single_box_stands_before_its_label():
    text = field(Letter(), "agreed")
    assert text.index("<input") < text.index("<label")
    assert "必填" not in text


def test_file_has_a_label_of_its_own():
    assert '<label for="id_file">附件' in field(Letter(), "file")


def test_hidden_field_has_no_label():
    assert "<label" not in field(Letter(), "secret")


def test_error_summary_links_to_each_wrong_field():
    text = render_to_string("ui/form_errors.html", {"form": Letter({})})
    assert 'role="alert"' in text
    assert 'href="#id_title"' in text
    assert 'href="#id_manner_0"' in text


def test_error_summary_is_absent_when_nothing_is_wrong():
    form = Letter({"title": "甲", "manner": "a"})
    assert form.is_valid()
    assert "alert" not in render_to_string("ui/form_errors.html", {"form": form})


def test_pages_stand_in_the_path_or_in_the_query():
    page = Paginator(range(45), 20).page(2)
    path = render_to_string("ui/pagination.html", {"page": page, "base": "/areas/fiscal/"})
    assert 'href="/areas/fiscal/" rel="prev"' in path
    assert 'href="/areas/fiscal/page/3/" rel="next"' in path
    query = render_to_string("ui/pagination.html", {"page": page, "query": "kind=notice&"})
    assert 'href="?kind=notice&amp;page=3"' in query
    assert 'aria-current="page"' in query


def test_single_page_needs_no_pagination():
    assert "<nav" not in render_to_string("ui/pagination.html", {"page": Paginator([1], 20).page(1)})
