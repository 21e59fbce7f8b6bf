"""The finished page as a reader meets it: no Django behind unless there is no page."""

import gzip

import brotli
import pytest

from gongkai.publication import store
from gongkai.publication.server import FinishedServer, accepted, read


def behind(environ, start_response):
    start_response("200 OK", [("X-Behind", "1")])
    return [b"django"]


@pytest.fixture
def server(settings):
    return FinishedServer(behind, str(settings.PAGES))


def ask(server, path, method="GET", query="", **headers):
    got = {}

    def start_response(line, pairs):
        got.update(line=line, headers=dict(pairs))

    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query}
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    return got, b"".join(server(environ, start_response)), got["line"]


def test_a_finished_page_is_served_without_django(server):
    store.put("/a/", 200, store.pack("<p>公开</p>".encode()))
    got, body, line = ask(server, "/a/")
    assert (line, body.decode()) == ("200 OK", "<p>公开</p>")
    assert got["headers"]["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'self'" in got["headers"]["Content-Security-Policy"]


@pytest.mark.parametrize(("accept", "unpack"), [("gzip", gzip.decompress), ("gzip, br", brotli.decompress)])
def test_a_reader_gets_the_encoding_it_accepts(server, accept, unpack):
    store.put("/a/", 200, store.pack(b"x" * 500))
    got, body, _ = ask(server, "/a/", accept_encoding=accept)
    assert unpack(body) == b"x" * 500
    assert int(got["headers"]["Content-Length"]) == len(body)
    assert got["headers"]["Vary"] == "Accept-Encoding"


def test_each_encoding_has_a_strong_etag_of_its_own(server):
    store.put("/a/", 200, store.pack(b"x" * 500))
    plain = ask(server, "/a/")[0]["headers"]["ETag"]
    packed = ask(server, "/a/", accept_encoding="br")[0]["headers"]["ETag"]
    assert plain != packed and not plain.startswith("W/")


def test_an_unchanged_page_costs_no_bytes(server):
    store.put("/a/", 200, store.pack(b"hello"))
    etag = ask(server, "/a/")[0]["headers"]["ETag"]
    _, body, line = ask(server, "/a/", if_none_match=f'"other", {etag}')
    assert (line, body) == ("304 Not Modified", b"")


def test_head_has_headers_and_no_body(server):
    store.put("/a/", 200, store.pack(b"hello"))
    got, body, _ = ask(server, "/a/", method="HEAD")
    assert got["headers"]["Content-Length"] == "5" and body == b""


def test_a_new_version_is_seen_at_once(server):
    store.put("/a/", 200, store.pack(b"old"))
    ask(server, "/a/")
    store.put("/a/", 200, store.pack(b"new"))
    assert ask(server, "/a/")[1] == b"new"


def test_a_withdrawn_page_answers_gone(server):
    store.put("/a/", 200, store.pack(b"secret"))
    ask(server, "/a/")
    store.put("/a/", 410, store.pack(b"withdrawn"))
    _, body, line = ask(server, "/a/")
    assert (line, body) == ("410 Gone", b"withdrawn")


def test_a_moved_page_answers_its_new_place(server):
    store.put("/old.html", 301, store.pack(b"/items/1/"))
    got, body, line = ask(server, "/old.html")
    assert (line, got["headers"]["Location"], body) == ("301 Moved Permanently", "/items/1/", b"")


@pytest.mark.parametrize(
    ("path", "method", "query"),
    [
        ("/none/", "GET", ""),
        ("/a/", "POST", ""),
        ("/a/", "GET", "page=2"),
        ("/../a/", "GET", ""),
        ("/\0/", "GET", ""),
    ],
)
def test_anything_else_goes_to_django(server, path, method, query):
    store.put("/a/", 200, store.pack(b"page"))
    assert ask(server, path, method=method, query=query)[1] == b"django"


def test_memory_stays_within_its_limit(settings):
    server = FinishedServer(behind, str(settings.PAGES), memory=3000)
    for n in range(10):
        store.put(f"/{n}/", 200, store.pack(bytes(range(256)) * 4))
        assert ask(server, f"/{n}/")[2] == "200 OK"
        assert server.held <= 3000


def test_a_refused_encoding_is_not_used():
    assert accepted("br;q=0, gzip;q=0.5") == {"gzip"}


def test_a_page_with_a_chinese_number_is_finished_too(server):
    path = "/items/下政发〔2017〕1号/"
    store.put(path, 200, store.pack(b"finished"))
    assert ask(server, path.encode().decode("latin-1"))[1] == b"finished"


@pytest.mark.parametrize("path", ["/items/\xff/", "/items/下/", "/a\0b/", f"/{'x' * 250}/"])
def test_a_path_that_is_no_name_goes_to_django(server, path):
    assert ask(server, path)[1] == b"django"


def test_a_page_taken_away_between_two_looks_goes_to_django(server):
    store.put("/a/", 200, store.pack(b"x"))
    file = store.place("/a/", 200)
    assert read(str(file), (0, 0, 0), 200, "200 OK", "text/html") is not None
    store.discard("/a/", 200)
    assert read(str(file), (0, 0, 0), 200, "200 OK", "text/html") is None
    file.mkdir()
    assert ask(server, "/a/")[1] == b"django"


def test_a_page_whose_copies_are_missing_is_served_plain(server):
    store.put("/a/", 200, store.pack(b"x"))
    for suffix in (".gz", ".br"):
        store.place("/a/", 200).with_name(f"index.html{suffix}").unlink()
    got, body, _ = ask(server, "/a/", accept_encoding="gzip, br")
    assert body == b"x" and "Content-Encoding" not in got["headers"]


def test_what_was_taken_out_of_memory_already_is_no_loss(server):
    server.forget("/never-held/")
    assert server.held == 0
