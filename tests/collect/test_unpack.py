"""Compression is taken off within the cap and to its very end, whatever the bytes are and however they are cut."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from warraq.collect.unpack import MOST_MEMBERS, STEP, BodyReader, unpacker_for
from warraq.errors import BodyTooLarge, BrokenBody
from warraq.sample.faults_bodies import BOMB_BYTES, bomb

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
    "identity": bytes,
}
ENCODINGS = st.sampled_from([*PACKERS, "", "none", "gzip, br", "compress", "GZIP ", "\u0661"])
LARGEST_ZSTD_SLICE = 16_000_000


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def unpacked(encoding: str, data: bytes, size: int = 65_536, cap: int = 10_000_000) -> bytes:
    reader = BodyReader("http://a.example/", encoding, cap)
    for piece in pieces(data, size):
        reader.feed(piece)
    return reader.end()


@given(st.sampled_from(sorted(PACKERS)), st.binary(max_size=5_000), st.integers(1, 700))
def test_what_was_packed_comes_back_however_it_is_cut(encoding: str, body: bytes, size: int) -> None:
    assert unpacked(encoding, PACKERS[encoding](body), size) == body


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.parametrize("piece", [b"\0", b"<p>news of the day</p>\n", bytes(range(256))])
def test_large_bodies_come_back_whole(encoding: str, piece: bytes) -> None:
    body = piece * (5_300_000 // len(piece))
    assert unpacked(encoding, PACKERS[encoding](body)) == body


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_many_streams_in_one_are_read_and_far_too_many_are_not(encoding: str) -> None:
    member = PACKERS[encoding](b"news ")
    assert unpacked(encoding, member * 1_000) == b"news " * 1_000
    with pytest.raises(BrokenBody):
        unpacked(encoding, member * (MOST_MEMBERS + 1))


@given(st.sampled_from(["gzip", "deflate", "br", "zstd"]), st.binary(min_size=1, max_size=2_000), st.data())
def test_a_missing_end_is_noticed(encoding: str, body: bytes, data: st.DataObject) -> None:
    packed = PACKERS[encoding](body)
    cut = packed[: data.draw(st.integers(1, len(packed) - 1))]
    with pytest.raises(BrokenBody):
        unpacked(encoding, cut)


@given(ENCODINGS, st.lists(st.binary(max_size=300), max_size=20), st.integers(0, 2_000), st.booleans())
def test_any_bytes_end_in_a_body_or_a_named_error(
    encoding: str, parts: list[bytes], cap: int, is_head_enough: bool
) -> None:
    try:
        reader = BodyReader("http://a.example/", encoding, cap, is_head_enough=is_head_enough)
        for part in parts:
            reader.feed(part)
            assert len(reader.head()) <= cap
            if reader.is_full:
                break
        assert len(reader.end()) <= cap
    except (BodyTooLarge, BrokenBody):
        return


@given(st.sampled_from(["gzip", "deflate", "br", "zstd"]), st.binary(max_size=600), st.data())
def test_a_flipped_bit_ends_in_a_body_or_a_named_error(
    encoding: str, body: bytes, data: st.DataObject
) -> None:
    packed = bytearray(PACKERS[encoding](body))
    packed[data.draw(st.integers(0, len(packed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        unpacked(encoding, bytes(packed), cap=100_000)
    except (BodyTooLarge, BrokenBody):
        return


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_of_a_bomb_little_more_than_the_cap_is_ever_held(encoding: str) -> None:
    packed, cap = bomb(encoding), 1_000_000
    assert len(packed) < BOMB_BYTES / 500
    stream, given = unpacker_for(encoding, ""), 0
    for piece in pieces(packed, 65_536):
        given += len(stream.feed(piece, cap - given))
        if given > cap:
            break
    assert cap < given <= cap + (LARGEST_ZSTD_SLICE if encoding == "zstd" else STEP)
    with pytest.raises(BodyTooLarge):
        unpacked(encoding, packed, cap=cap)


def test_gzip_s_checksum_and_length_are_checked() -> None:
    whole = gzip.compress(b"news " * 100)
    for place in (-1, -5):
        damaged = bytearray(whole)
        damaged[place] ^= 1
        with pytest.raises(BrokenBody):
            unpacked("gzip", bytes(damaged))


def test_nothing_at_all_is_an_empty_body_in_any_encoding() -> None:
    assert [unpacked(encoding, b"") for encoding in PACKERS] == [b""] * len(PACKERS)
