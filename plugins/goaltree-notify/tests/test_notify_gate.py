"""The gate lets no plain webhook reach a machine inside, however its address is written."""

from __future__ import annotations

import socket
import ssl
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st
from notify_case import case, hook
from notify_receiver import Answer

from goaltree_notify import webhook
from goaltree_notify.destination import Destination
from goaltree_notify.gate import RefusedAddressError, addresses_of, is_public, place_of
from goaltree_notify.message import composed, letters
from goaltree_notify.webhook import posted

INSIDE = [
    "127.0.0.1",
    "127.1.2.3",
    "0.0.0.0",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "169.254.169.254",
    "169.254.170.2",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b:1::a9fe:a9fe",
    "100::1",
    "2001::1",
    "2001:0:7f00:1::",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%lo",
    "fec0::1",
    "ff02::1",
]
OUTSIDE = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "172.15.0.1",
    "172.32.0.1",
    "2606:4700:4700::1111",
    "2a00:1450::1",
]
ODD = [
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://127.1/",
    "https://127.0.1/",
    "https://127.0.0.01/",
    "https://1.2.3.4.5/",
    "https://1.2.3.256/",
    "https://0x/",
    "https://①②⑦.⓪.⓪.①/",
    "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "https://１２７.0.0.1/",
    "https://127。0。0。1/",
    "https://[::ffff:127.0.0.1]:99999/",
    "https://[fe80::1%25lo]/",
    "https://[::1/",
    "https://[127.0.0.1]/",
    "https://[v1.x]/",
    "https://user@example.com/",
    "https://user:password@example.com/",
    "https://example.com@127.0.0.1/",
    "https://example.com:443@127.0.0.1/",
    "https://127.0.0.1\\@example.com/",
    "https://example.com\\.evil/",
    "https://example.com#@127.0.0.1/",
    "https://example.com/#fragment",
    "https://example.com/a b",
    "https://example.com/\r\nHost: inside",
    "https://example.com/%0d%0a\r\n",
    "https://example.com\x00.inside/",
    "https://exa\tmple.com/",
    "https:///path",
    "https://",
    "https:/example.com",
    "//example.com/",
    "example.com",
    "",
    "https://example.com:0/",
    "https://example.com:65536/",
    "https://example.com:99999999/",
    "https://example.com:-1/",
    "https://example.com:８０/",
    "https://-example.com/",
    "https://example-.com/",
    "https://exam_ple.com/",
    "https://ex*mple.com/",
    "https://.example.com/",
    "https://example..com/",
    "https://./",
    f"https://{'a' * 64}.com/",
    f"https://{'a.' * 127}com/",
    "https://ex%61mple.com/",
    "https://中文.com/",
    "https://example.com/中文",
    "gopher://example.com/",
    "file:///etc/passwd",
    "ftp://example.com/",
    "dict://example.com:11211/",
    "ldap://example.com/",
    "javascript:alert(1)",
    "data:text/plain,x",
    "unix:///var/run/docker.sock",
    "https+unix://%2Fvar%2Frun/",
]


def answering(*addresses: str):
    """A lookup that gives these addresses, whatever is asked."""
    return lambda _host, _port: addresses


@pytest.mark.parametrize("address", INSIDE)
def test_h14_what_is_inside_is_refused(address):
    """An address of no machine on the Internet is refused, written out or behind a name."""
    assert not is_public(address)
    name = place_of("https://example.com/")
    with pytest.raises(RefusedAddressError, match="inside"):
        addresses_of(name, resolve=answering(address))
    with pytest.raises(RefusedAddressError, match="inside"):
        addresses_of(name, resolve=answering("8.8.8.8", address))


@pytest.mark.parametrize("address", OUTSIDE)
def test_h14_what_is_outside_is_let_through(address):
    """A machine on the Internet is reached: a gate that refuses everything proves nothing."""
    assert is_public(address)
    host = f"[{address}]" if ":" in address else address
    place = place_of(f"https://{host}:8443/hook?key=1")
    assert (place.host, place.port, place.path) == (address, 8443, "/hook?key=1")
    assert addresses_of(place, resolve=answering(address)) == (address,)


@pytest.mark.parametrize("url", ODD)
def test_h14_what_libraries_read_in_different_ways_is_no_address(url):
    """Numbers in other spellings, users, other characters, other schemes: refused before anything is looked up."""
    with pytest.raises(RefusedAddressError):
        place_of(url)


CLOSED = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",
    "240.0.0.0/4", "::/8", "64:ff9b::/96", "100::/64", "2001::/32", "2001:db8::/32", "2002::/16", "fc00::/7",
    "fe80::/10", "ff00::/8",
]  # fmt: skip
NETWORKS: list[IPv4Network | IPv6Network] = [ip_network(one) for one in CLOSED]


@given(st.sampled_from(NETWORKS).flatmap(lambda one: st.ip_addresses(network=one)))
def test_h14_no_address_of_a_special_network_is_public(address):
    """Whatever the address in a network that is not the Internet's."""
    assert not is_public(str(address))


@given(st.ip_addresses())
def test_h14_what_python_calls_private_is_not_public(address):
    """The table is no wider than Python's own."""
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_link_local:
        assert not is_public(str(address))


@given(st.integers(0, 2**32 - 1))
def test_h14_a_number_has_one_spelling(number):
    """Of an address in numbers only the usual spelling is taken, and it stays what it is."""
    address = str(ip_address(number))
    assert place_of(f"https://{address}/").host == address
    for odd in (
        str(number),
        hex(number),
        f"0{address}",
        ".".join(f"{int(part):#x}" for part in address.split(".")),
    ):
        with pytest.raises(RefusedAddressError):
            place_of(f"https://{odd}/")


@given(st.text())
def test_h14_any_text_is_a_place_or_refused(text):
    """Nothing else happens, and a place holds no character that ends a line."""
    for url in (text, f"https://{text}", f"https://example.com/{text}"):
        try:
            place = place_of(url)
        except RefusedAddressError:
            continue
        assert (place.host + place.path).isprintable() and " " not in place.host + place.path


def test_h14_the_operator_may_open_one_host():
    """`allow` names a host, or a host with a port; it opens that one, and a line that others can read."""
    inside = answering("10.0.0.5")
    place = place_of("http://hooks.corp:8080/x")
    for allowed in (["hooks.corp"], ["HOOKS.corp:8080"]):
        assert addresses_of(place, allowed, inside) == ("10.0.0.5",)
    for allowed in ([], ["hooks.corp:80"], ["corp"], ["10.0.0.5"], [".corp"]):
        with pytest.raises(RefusedAddressError):
            addresses_of(place, allowed, inside)
    assert place_of("https://[::1]:8/").is_in(["[::1]:8"]) and place_of("https://[::1]:8/").is_in(["::1"])


def test_h14_a_line_that_others_can_read_is_refused():
    """`http://` is not taken for a machine on the Internet."""
    with pytest.raises(RefusedAddressError, match="https"):
        addresses_of(place_of("http://example.com/"), resolve=answering("8.8.8.8"))


def message(name: str = "board"):
    """A message of the case."""
    card, found = case()
    return composed(letters(card, found, "en"), id="gt_1", destination=name, lang="en", most=9, room=9000)


def test_h14_a_name_that_changes_its_mind_changes_nothing(receiver, inside, monkeypatch):
    """The name is looked up once: the line goes to the address that was looked at, whatever the name means then."""
    asked: list[str] = []

    def once(host: str, port: int) -> tuple[str, ...]:
        asked.append(host)
        return ("127.0.0.1",)

    def never(host, *_rest, **_options):
        raise AssertionError(f"{host} was looked up again")

    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *a, **k: real(host, *a, **k) if host == "127.0.0.1" else never(host),
    )
    port = receiver.place.partition(":")[2]
    place = Destination(name="board", url=f"http://hooks.corp:{port}/x", allow=("hooks.corp",))
    outcome = posted(place, message(), timeout=5, clock=lambda: 0.0, resolve=once)
    assert outcome.is_sent and asked == ["hooks.corp"]
    assert receiver.asked[0].headers["Host"] == f"hooks.corp:{port}"


def test_h14_a_name_that_comes_to_mean_something_inside_is_refused(receiver):
    """A name that was public yesterday and is loopback today is refused today, and nobody connects."""
    port = receiver.place.partition(":")[2]
    place = Destination(name="board", url=f"https://hooks.example:{port}/x")
    outcome = posted(place, message(), timeout=5, clock=lambda: 0.0, resolve=answering("127.0.0.1"))
    assert outcome.is_final and not outcome.is_sent and receiver.asked == []


def test_h14_a_line_without_the_right_certificate_is_none(receiver):
    """A receiver that cannot prove its name gets nothing, though the host is allowed."""
    place = Destination(name="board", url=f"https://{receiver.place}/x", allow=(receiver.place,))
    outcome = posted(place, message(), timeout=5, clock=lambda: 0.0)
    assert not outcome.is_sent and receiver.asked == []


def test_h14_a_line_is_proved_by_the_name(receiver, monkeypatch):
    """The certificate must be of the name that the operator wrote, not of the address that was looked up."""
    assert webhook._tls().check_hostname and webhook._tls().verify_mode is ssl.CERT_REQUIRED
    names: list[str] = []

    class Plain:
        def wrap_socket(self, line: socket.socket, *, server_hostname: str) -> socket.socket:
            names.append(server_hostname)
            return line

    monkeypatch.setattr(webhook, "_tls", Plain)
    port = receiver.place.partition(":")[2]
    place = Destination(name="board", url=f"https://hooks.corp:{port}/x", allow=("hooks.corp",))
    assert posted(place, message(), timeout=5, clock=lambda: 0.0, resolve=answering("127.0.0.1")).is_sent
    assert names == ["hooks.corp"]


def test_h14_an_answer_without_end_is_cut(receiver):
    """No more of an answer is looked at than a few lines."""
    receiver.answers = [Answer(body=b" " * 5_000_000 + b'{"errcode": 1}')]
    assert posted(hook(receiver), message(), timeout=5, clock=lambda: 0.0).is_sent
