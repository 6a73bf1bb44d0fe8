"""No private address is ever dialled, however it is written, whoever names it, and whenever its name changes."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from hypothesis import given
from hypothesis import strategies as st

from tests.collect.faulty_host import PAGE, faulty_host
from warraq.collect.fetch import Fetcher, FetchRules
from warraq.collect.guard import PrivateSocket, guarded_sockets, is_public
from warraq.errors import HostUnreachable, PrivateAddress

PRIVATE = (
    "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 127.0.0.0/8 169.254.0.0/16 100.64.0.0/10 0.0.0.0/8 224.0.0.0/4 "
    "240.0.0.0/4 fc00::/7 fe80::/10 ::1/128 ff00::/8"
).split()


class Names(AbstractResolver):
    """A resolver that answers each look-up with the next of its answers, and the last one from then on."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.asked = 0

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        ips = self._answers[min(self.asked, len(self._answers) - 1)]
        self.asked += 1
        return [
            ResolveResult(
                hostname=host,
                host=ip,
                port=port,
                family=socket.AF_INET6 if ":" in ip else socket.AF_INET,
                proto=0,
                flags=0,
            )
            for ip in ips
        ]

    async def close(self) -> None:
        return None


async def test_a_name_that_moves_into_a_private_network_is_refused_from_then_on() -> None:
    async with faulty_host() as host:
        names, rules = (
            Names(["127.0.0.1"], ["192.168.1.1"], ["::1"]),
            FetchRules(allowed_sockets=host.sockets),
        )
        address = f"http://rebound.example:{host.port}/last"
        async with Fetcher(rules, names) as fetcher:
            assert (await fetcher.get(address)).body == PAGE
        for _ in range(2):  # with new lines: one that is open leads to whom it was opened to
            async with Fetcher(rules, names) as fetcher:
                with pytest.raises(PrivateAddress) as caught:
                    await fetcher.get(address)
                assert caught.value.subject == address
        assert names.asked == 3
        assert len(host.asked) == 1


async def test_a_redirect_to_a_name_that_moved_is_refused() -> None:
    async with faulty_host() as host:
        names = Names(["10.0.0.1"])
        async with Fetcher(FetchRules(allowed_sockets=host.sockets), names) as fetcher:
            with pytest.raises(PrivateAddress):
                await fetcher.get(host.address("/to/?location=http://rebound.example/"))


async def test_of_a_name_s_addresses_only_the_allowed_ones_are_dialled() -> None:
    async with faulty_host() as host:
        names = Names(["fd00::1", "10.0.0.1", "127.0.0.1"])
        async with Fetcher(FetchRules(allowed_sockets=host.sockets), names) as fetcher:
            assert (await fetcher.get(f"http://mixed.example:{host.port}/")).body == PAGE


async def test_another_port_of_an_allowed_address_is_refused() -> None:
    async with faulty_host() as host, Fetcher(FetchRules(allowed_sockets=host.sockets)) as fetcher:
        with pytest.raises(PrivateAddress):
            await fetcher.get(f"http://127.0.0.1:{host.port + 1 if host.port < 65_535 else 1}/")


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:99999/", "http://1.2.3.4.5/", "file:///etc/passwd", "http://[::1/"]
)
async def test_what_is_no_web_address_is_not_dialled_at_all(address: str) -> None:
    async with Fetcher(FetchRules(), Names([])) as fetcher:
        with pytest.raises(HostUnreachable):
            await fetcher.get(address)


@given(st.sampled_from(PRIVATE).flatmap(lambda net: st.ip_addresses(network=net)), st.integers(1, 65_535))
def test_no_socket_is_made_for_any_address_of_a_private_network(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address, port: int
) -> None:
    make = guarded_sockets(frozenset())
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    with pytest.raises(PrivateSocket):
        make((family, socket.SOCK_STREAM, 6, "", (str(address), port)))


@given(st.sampled_from(PRIVATE[:9]).flatmap(lambda net: st.ip_addresses(network=net)))
def test_ipv4_within_ipv6_is_judged_as_the_ipv4_that_it_is(address: ipaddress.IPv4Address) -> None:
    for prefix in ("::ffff:0:0", "64:ff9b::", "::ffff:0:0:0"):
        inside = ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) | int(address))
        assert not is_public(inside), inside


async def test_a_name_with_several_private_addresses_is_refused_as_such(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def resolve(host: str, port: int, *_: object, **__: object) -> list[object]:
        return [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("fd00::1", port, 0, 0)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", port)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)),
        ]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    async with Fetcher(FetchRules()) as fetcher:
        with pytest.raises(PrivateAddress) as caught:
            await fetcher.get("http://rebound.example/a")
    assert caught.value.subject == "http://rebound.example/a"


@pytest.mark.parametrize(
    ("address", "is_allowed"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::808:808", True),
        ("2002:808:808::1", True),
        ("64:ff9b::a00:1", False),
        ("64:ff9b:1::808:808", False),
        ("2002:7f00:1::1", False),
        ("2001:0:7f00:1::1", False),
        ("::ffff:169.254.169.254", False),
        ("::ffff:0:10.0.0.1", False),
        ("::127.0.0.1", False),
        ("fec0::1", False),
        ("fe80::1%eth0", False),
        ("fd00:ec2::254", False),
        ("ff02::1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("0.0.0.0", False),
        ("192.0.0.192", False),
        ("168.63.129.16", False),
        ("100.100.100.200", False),
        ("198.18.0.1", False),
        ("2001:db8::1", False),
        ("3fff::1", False),
    ],
)
def test_what_is_public(address: str, is_allowed: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is is_allowed


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/",
        "http://localhost:9/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[fe80::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://0x7f000001/",
        "http://0/",
        "http://100.64.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://017700000001/",
        "http://0177.0.0.1/",
        "http://0x7f.1/",
        "http://0xA9FEA9FE/",
        "http://127.0.0.1./",
        "http://１２７。０。０。１/",
        "http://127%2E0%2E0%2E1/",
        "http://user:word@127.0.0.1/",
        "http://[::ffff:7f00:1]/",
        "http://[::]/",
        "http://[0:0:0:0:0:ffff:192.168.1.1]/",
        "http://[2002:7f00:1::]/",
        "https://10.255.255.255/",
    ],
)
async def test_private_networks_are_never_dialled(address: str) -> None:
    async with Fetcher(FetchRules()) as fetcher:
        with pytest.raises(PrivateAddress):
            await fetcher.get(address)
