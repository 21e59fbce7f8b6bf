import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.publication.rules import BadPath, file_of, media_type, sorted_topics, topics_of


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/", "index.html"),
        ("/items/330103--2017--0510/", "items/330103--2017--0510/index.html"),
        ("/items/000014349/2017-00110/", "items/000014349/2017-00110/index.html"),
        ("/feeds/all.atom", "feeds/all.atom"),
    ],
)
def test_a_path_has_one_file(path, file):
    assert str(file_of(path)) == file


@pytest.mark.parametrize(
    "path",
    [
        "",
        "items",
        "//",
        "/a//b",
        "/../etc/passwd",
        "/a/../b",
        "/a/./b",
        "/~root/",
        "/a\\b",
        "/a\0b",
        "/" + "x" * 400,
    ],
)
def test_a_path_that_could_leave_the_folder_is_refused(path):
    with pytest.raises(BadPath):
        file_of(path)


@given(st.text(max_size=60))
def test_no_text_ever_leaves_the_folder(text):
    try:
        file = file_of("/" + text)
    except BadPath:
        return
    assert not file.is_absolute()
    assert ".." not in file.parts


def test_only_known_suffixes_are_finished_pages():
    assert media_type(file_of("/items/1/")) == "text/html; charset=utf-8"
    assert media_type(file_of("/files/a/b.exe")) is None


def test_facts_name_topics_and_empty_facts_do_not():
    assert topics_of({"org": "finance", "area": ""}) == {"site", "org:finance"}


def test_topics_are_locked_in_one_order():
    assert sorted_topics(["b", "a", "b"]) == ["a", "b"]
