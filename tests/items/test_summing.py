"""What a text is about, told from its sentences."""

from gongkai.items.summing import abstract_of


def test_an_abstract_is_made_of_whole_sentences():
    text = "各科室：\n现就做好财政公开工作有关事项通知如下。公开的内容应当真实；没有写完的一句"
    assert abstract_of(text) == "现就做好财政公开工作有关事项通知如下。公开的内容应当真实。"


def test_a_text_without_a_full_stop_is_looked_through_once():
    assert abstract_of("公开" * 500_000) == ""  # to begin anew at each character would take hours
