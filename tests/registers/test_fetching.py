"""What lies at an address is fetched from hosts that are named, from addresses that were checked, in time."""

import datetime
import socket
import ssl
import struct
import time
from ipaddress import ip_network

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from gongkai.registers.pulling import fetching
from gongkai.registers.pulling.fetching import Bounds, Failure, Known, coming
from gongkai.registers.pulling.sniffing import NoTable, suffix_of
from tests.webhost import giving, webhost

LOOP = [ip_network("127.0.0.0/8")]
TABLE = "编号,名称\n1,甲\n".encode()


@pytest.fixture
def host():
    with webhost() as made:
        made.pages["/a.csv"] = giving(TABLE, ETag='"v1"', Last_Modified="Sat, 01 Jul 2017 00:00:00 GMT")
        yield made


def bounds(*origins, networks=LOOP, seconds=60, most=2**20):
    return Bounds({origin: networks for origin in origins}, seconds, most)


def fetched(url, limits, known=Known()):  # noqa: B008 - it never changes
    with coming(url, known, limits) as source:
        return b"".join(iter(lambda: source.read(7), b"")), source


def refused(url, limits, known=Known()):  # noqa: B008
    with pytest.raises(Failure) as told:
        fetched(url, limits, known)
    return str(told.value)


def test_a_table_comes_with_its_marks(host):
    body, source = fetched(f"{host.origin}/a.csv", bounds(host.origin))
    assert (body, source.size) == (TABLE, len(TABLE))
    assert source.known == Known('"v1"', "Sat, 01 Jul 2017 00:00:00 GMT")
    [(_, headers)] = host.asked
    assert headers["Host"] == f"127.0.0.1:{host.port}"
    assert headers["Accept-Encoding"] == "identity" and "If-None-Match" not in headers


def test_what_was_fetched_before_is_asked_for_only_if_it_changed(host):
    host.pages["/a.csv"] = giving(b"", 304)
    with coming(f"{host.origin}/a.csv", Known('"v1"', "x"), bounds(host.origin)) as source:
        assert source.is_unchanged
    assert host.asked[0][1]["If-None-Match"] == '"v1"' and host.asked[0][1]["If-Modified-Since"] == "x"


def test_marks_that_no_header_takes_are_forgotten(host):
    host.pages["/a.csv"] = giving(TABLE, ETag="x" * 500, Last_Modified="\xe9")
    assert fetched(f"{host.origin}/a.csv", bounds(host.origin))[1].known == Known()


def test_a_host_that_nobody_named_is_not_called(host):
    assert "不在允许抓取的主机之列" in refused(f"{host.origin}/a.csv", bounds("https://data.example.cn"))
    assert "不在允许" in refused(f"https://127.0.0.1:{host.port}/a.csv", bounds(host.origin))
    assert "地址" in refused("ftp://example.cn/a", bounds(host.origin))
    assert not host.asked


def test_an_inner_address_is_called_only_where_its_network_is_named(host):
    assert "内部网络" in refused(f"{host.origin}/a.csv", bounds(host.origin, networks=[]))
    assert "内部网络" in refused(
        f"{host.origin}/a.csv", bounds(host.origin, networks=[ip_network("10.0.0.0/8")])
    )
    assert not host.asked


def named(monkeypatch, *answers):
    """Let the name server answer so, one after the other, and count how often it is asked."""
    asked = []

    def answer(name, port, **more):
        numbers = answers[min(len(asked), len(answers) - 1)]
        asked.append(name)
        if not numbers:
            raise socket.gaierror("unknown")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in numbers]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return asked


def test_the_connection_is_made_to_the_address_that_was_checked(host, monkeypatch):
    origin = f"http://data.example.cn:{host.port}"
    asked = named(monkeypatch, ["127.0.0.1"], ["10.0.0.1"])  # a name that leads elsewhere a moment later
    assert fetched(f"{origin}/a.csv", bounds(origin))[0] == TABLE
    assert asked == ["data.example.cn"]
    assert host.asked[0][1]["Host"] == f"data.example.cn:{host.port}"


def test_one_inner_address_among_public_ones_is_enough_to_refuse(host, monkeypatch):
    origin = f"http://data.example.cn:{host.port}"
    named(monkeypatch, ["1.1.1.1", "127.0.0.1"])
    assert "内部网络" in refused(f"{origin}/a.csv", bounds(origin, networks=[]))


def test_the_next_address_is_tried_where_one_does_not_answer(host, monkeypatch):
    origin = f"http://data.example.cn:{host.port}"
    named(monkeypatch, ["127.0.0.9", "127.0.0.1"])
    assert fetched(f"{origin}/a.csv", bounds(origin))[0] == TABLE


def test_a_name_without_address_is_said(monkeypatch):
    named(monkeypatch, [])
    assert "查不到地址" in refused("https://no.example.cn/a", bounds("https://no.example.cn"))


def test_a_name_server_that_does_not_answer_is_not_waited_for(host, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *said, **more: host.stopped.wait(9) and [])
    assert "秒内没有取完" in refused("https://a.example.cn/a", bounds("https://a.example.cn", seconds=0.2))


def moved(place, status=302):
    return giving(b"", status, Location=place)


def test_a_redirection_is_followed_with_the_same_checks(host):
    host.pages |= {"/1": moved("/2", 301), "/2": moved(f"{host.origin}/3", 307), "/3": moved("a.csv", 308)}
    assert fetched(f"{host.origin}/1", bounds(host.origin))[0] == TABLE
    host.pages["/a.csv"] = moved("/a.csv")
    assert "超过 3 次" in refused(f"{host.origin}/a.csv", bounds(host.origin))


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("http://169.254.169.254/latest/meta-data/", "不在允许抓取的主机之列"),
        ("http://127.0.0.1:9/", "不在允许抓取的主机之列"),
        ("file:///etc/passwd", "只能是 https"),
        ("http://u:p@127.0.0.1/", "账号和密码"),
        ("http://[x", "不是网址"),
        ("", "没有写转到哪里"),
    ],
)
def test_a_redirection_leads_nowhere_else(host, place, why):
    host.pages["/a.csv"] = moved(place)
    assert why in refused(f"{host.origin}/a.csv", bounds(host.origin))


def test_a_redirection_inside_is_refused_although_its_host_is_named(host):
    inner = f"http://localhost:{host.port}"
    host.pages["/1"] = moved(f"{inner}/a.csv")
    limits = Bounds({host.origin: LOOP, inner: []}, 60, 2**20)
    assert "内部网络" in refused(f"{host.origin}/1", limits)


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (401, "登录"),
        (403, "不允许"),
        (404, "没有这个文件"),
        (418, "答复异常（418）"),
        (429, "频繁"),
        (503, "暂时出错（503）"),
    ],
)
def test_other_answers_are_told_in_a_sentence(host, status, why):
    host.pages["/a.csv"] = giving(b"no", status)
    assert why in refused(f"{host.origin}/a.csv", bounds(host.origin))


def test_too_much_is_not_taken_whatever_was_announced(host):
    limits = bounds(host.origin, most=10)
    assert "文件超过" in refused(f"{host.origin}/a.csv", limits)
    host.pages["/a.csv"] = giving(TABLE, Content_Length="")
    assert "文件超过" in refused(f"{host.origin}/a.csv", limits)


def test_what_is_packed_or_cut_short_is_refused(host):
    host.pages["/a.csv"] = giving(TABLE, Content_Encoding="gzip")
    assert "压缩" in refused(f"{host.origin}/a.csv", bounds(host.origin))
    host.pages["/a.csv"] = giving(TABLE, Content_Length="999")
    assert "断" in refused(f"{host.origin}/a.csv", bounds(host.origin))


def dripping(head, piece):
    """Answer a bit every moment and never come to an end."""

    def answer(asked):
        asked.wfile.write(head)
        while not asked.server.stopped.wait(0.05):
            asked.wfile.write(piece)

    return answer


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"", b""),
        (b"HTTP/1.1 200 OK\r\nX: ", b"x"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", b"a,b\n"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"a,b\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
    ],
)
def test_who_stalls_or_drips_is_cut_off_when_the_time_is_over(host, head, piece):
    host.server.stopped = host.stopped
    host.pages["/a.csv"] = dripping(head, piece)
    assert refused(f"{host.origin}/a.csv", bounds(host.origin, seconds=0.4)) == "0.4 秒内没有取完"


def test_who_speaks_no_http_or_does_not_answer_is_told(host):
    host.pages["/a.csv"] = lambda asked: asked.wfile.write(b"220 mail\r\n")
    assert "不完整" in refused(f"{host.origin}/a.csv", bounds(host.origin))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{free.getsockname()[1]}"
        assert "连接不上" in refused(f"{closed}/", bounds(closed))


def certified(tmp_path):
    """Return a file with a certificate that nobody vouches for, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    day = datetime.timedelta(days=1)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - day).not_valid_after(now + day).sign(key, hashes.SHA256())
    )  # fmt: skip
    plain = serialization.NoEncryption()
    pem, kind = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    file = tmp_path / "host.pem"
    file.write_bytes(key.private_bytes(pem, kind, plain) + made.public_bytes(pem))
    return file


def test_a_certificate_that_nobody_vouches_for_ends_it(host, tmp_path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certified(tmp_path))
    host.server.socket = context.wrap_socket(
        host.server.socket, server_side=True, do_handshake_on_connect=False
    )
    origin = f"https://127.0.0.1:{host.port}"
    assert "证书不可信" in refused(f"{origin}/a.csv", bounds(origin))
    assert not host.asked


def test_who_answers_without_encryption_where_it_is_due_is_told(host):
    origin = f"https://127.0.0.1:{host.port}"
    assert "加密连接没有建立" in refused(f"{origin}/a.csv", bounds(origin))


@pytest.mark.parametrize(
    ("head", "suffix"),
    [
        (b"PK\x03\x04", ".xlsx"),
        (b"\xd0\xcf\x11\xe0", ".xls"),
        (TABLE, ".csv"),
        ("甲,乙".encode("gb18030"), ".csv"),
    ],
)
def test_a_table_is_known_by_its_first_bytes(head, suffix):
    assert suffix_of(head) == suffix


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"", "空"),
        (b"\n <!doctype html>", "网页"),
        (b"\xef\xbb\xbf<?xml", "网页"),
        ("<html>".encode("utf-16"), "网页"),
        (b'{"a": 1}', "JSON"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08", "压缩"),
        (b"\x89PNG", "图片"),
    ],
)
def test_what_is_no_table_is_told(head, what):
    with pytest.raises(NoTable, match=what):
        suffix_of(head)


def test_every_failure_is_without_what_stands_behind_the_host(host):
    host.pages["/a.csv?key=secret"] = moved("https://other.example.cn/?key=secret")
    for url in (f"{host.origin}/a.csv?key=secret", "https://x.example.cn/?key=secret"):
        assert "secret" not in refused(url, bounds(host.origin))


def test_a_host_that_hangs_up_before_it_says_a_word_is_told(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as server:
        origin = f"https://127.0.0.1:{server.getsockname()[1]}"
        usual = fetching.connected

        def hung_up(*said):
            made = usual(*said)
            other, _ = server.accept()
            other.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            other.close()
            return made

        monkeypatch.setattr(fetching, "connected", hung_up)
        assert "连接不上" in refused(f"{origin}/a.csv", bounds(origin))


def test_a_connection_that_stands_when_the_time_is_over_is_told(host, monkeypatch):
    usual = fetching.connected

    def slow(*said):
        made = usual(*said)
        time.sleep(0.2)
        return made

    monkeypatch.setattr(fetching, "connected", slow)
    assert "秒内没有取完" in refused(f"{host.origin}/a.csv", bounds(host.origin, seconds=0.1))
