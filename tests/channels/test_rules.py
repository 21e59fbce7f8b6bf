"""Which addresses may be called: a table of what leads inside, however it is written."""

from ipaddress import ip_network

import pytest

from gongkai.channels.rules import NotAnAddress, may_call, read_address

PUBLIC = ["1.1.1.1", "223.5.5.5", "2606:4700:4700::1111", "2400:3200::1", "64:ff9b::101:101"]
INSIDE = [
    "0.0.0.0", "10.0.0.7", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.9.9.9", "168.63.129.16",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.2.1", "192.168.1.1", "198.18.0.1", "224.0.0.1",
    "239.1.1.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:192.168.1.1",
    "::ffff:169.254.169.254", "64:ff9b::a00:1", "64:ff9b::7f00:1", "2002:7f00:1::", "2002:a00:1::1",
    "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "2001:db8::1",
    "::127.0.0.1", "::10.0.0.7", "64:ff9b:1::a00:1", "localhost", "",
]  # fmt: skip


@pytest.mark.parametrize("number", PUBLIC)
def test_public_addresses_may_be_called(number):
    assert may_call(number)


@pytest.mark.parametrize("number", INSIDE)
def test_nothing_that_leads_inside_may_be_called(number):
    assert not may_call(number)


@pytest.mark.parametrize(
    ("number", "may"),
    [
        ("10.20.3.4", True),
        ("::ffff:10.20.3.4", True),
        ("64:ff9b::a14:304", True),
        ("10.21.0.1", False),
        ("127.0.0.1", False),
        ("fd12::9", True),
    ],
)
def test_an_inner_network_may_be_called_where_it_is_named(number, may):
    assert may_call(number, [ip_network("10.20.0.0/16"), ip_network("fd12::/16")]) is may


@pytest.mark.parametrize(
    ("text", "origin", "target"),
    [
        ("https://data.example.cn/a.csv?k=1#x", "https://data.example.cn", "/a.csv?k=1"),
        ("HTTPS://Data.Example.CN./a", "https://data.example.cn", "/a"),
        ("http://data.example.cn", "http://data.example.cn", "/"),
        ("https://[2606:4700::1]:8443/x", "https://[2606:4700::1]:8443", "/x"),
    ],
)
def test_an_address_is_read_in_one_way(text, origin, target):
    address = read_address(text)
    assert (address.origin, address.target, address.url) == (origin, target, origin + target)


@pytest.mark.parametrize(
    "text",
    [
        "", "data.example.cn", "ftp://example.cn/a", "file:///etc/passwd", "https://", "https://[::1/",
        "https://example.cn:0/", "https://example.cn:99999/", "https://example.cn:x/", "https://u:p@example.cn/",
        "https://@example.cn/", "https://example.cn/a b", "https://example.cn/\r\nX: y", "https://例子.cn/",
        f"https://{'a.' * 200}cn/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused_with_a_sentence(text):
    with pytest.raises(NotAnAddress, match="地址"):
        read_address(text)
