"""Frames as they come over a real socket: cut anywhere, joined, fragmented, long; each is read once and whole."""

import json
import socket
import struct
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.line import WholeFrames, head

TEXT, CONTINUATION, PING = 0x1, 0x0, 0x9


@pytest.fixture
def pair() -> Iterator[tuple[WholeFrames, socket.socket]]:
    """Our end, and the other."""
    ours, theirs = socket.socketpair()
    ours.settimeout(5)
    with ours, theirs:
        yield WholeFrames(ours), theirs


def frame(payload: bytes, opcode: int = TEXT, *, final: bool = True) -> bytes:
    """A frame as a server sends it."""
    first = bytes(((0x80 if final else 0) | opcode,))
    return first + head(opcode, len(payload), masked=False)[1:] + payload


def payload_of(read: bytes) -> bytes:
    """What a frame carries."""
    return read[{126: 4, 127: 10}.get(read[1] & 0x7F, 2) :]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.binary(max_size=400), min_size=1, max_size=20), st.integers(1, 500))
def test_frames_cut_anywhere_are_read_whole(payloads: list[bytes], step: int) -> None:
    """However the bytes of several frames arrive, each frame comes out once, in order."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(5)
        frames = WholeFrames(ours)
        sent = b"".join(map(frame, payloads))
        for start in range(0, len(sent), step):
            theirs.sendall(sent[start : start + step])
        read = [payload_of(frames.recv(1024)) for _ in payloads]
    assert read == payloads


def test_two_thousand_frames_at_once_are_all_read(pair: tuple[WholeFrames, socket.socket]) -> None:
    """A burst is no deeper than a single frame."""
    frames, theirs = pair
    for start in range(0, 2_000, 100):
        theirs.sendall(b"".join(frame(json.dumps(number).encode()) for number in range(start, start + 100)))
        assert [json.loads(payload_of(frames.recv(1024))) for _ in range(100)] == list(range(start, start + 100))


def test_a_pause_within_a_frame_loses_nothing(pair: tuple[WholeFrames, socket.socket]) -> None:
    """What was read before a timeout is kept until the rest comes."""
    frames, theirs = pair
    whole = frame(b"x" * 300)
    theirs.sendall(whole[:100])
    frames._line.settimeout(0.01)  # noqa: SLF001 - the pause
    with pytest.raises(TimeoutError):
        frames.recv(1024)
    theirs.sendall(whole[100:])
    assert payload_of(frames.recv(1024)) == b"x" * 300


def test_fragments_are_joined_and_a_ping_between_them_comes_first(pair: tuple[WholeFrames, socket.socket]) -> None:
    """A text in three fragments is one frame; a control frame may stand between them (RFC 6455, 5.4)."""
    frames, theirs = pair
    theirs.sendall(
        frame(b"one ", final=False)
        + frame(b"two ", CONTINUATION, final=False)
        + frame(b"ping", PING)
        + frame(b"three", CONTINUATION)
    )
    ping, text = frames.recv(1024), frames.recv(1024)
    assert (ping[0] & 0x0F, payload_of(ping)) == (PING, b"ping")
    assert (text[0], payload_of(text)) == (0x80 | TEXT, b"one two three")


@pytest.mark.parametrize("length", [0, 125, 126, 65_535, 65_536])
def test_a_head_says_how_long_the_frame_is(length: int) -> None:
    """One, two and eight bytes of length, where they begin to be needed."""
    written = head(TEXT, length, masked=True)
    assert written[1] & 0x80
    found = {126: "!H", 127: "!Q"}.get(written[1] & 0x7F)
    assert (struct.unpack(found, written[2:])[0] if found else written[1] & 0x7F) == length


def test_the_end_of_a_line_is_told_at_once(pair: tuple[WholeFrames, socket.socket]) -> None:
    """A hang-up is an error, not silence."""
    frames, theirs = pair
    theirs.sendall(b"\n" + frame(b"last"))
    theirs.close()
    assert payload_of(frames.recv(1024)) == b"last"
    with pytest.raises(ConnectionResetError):
        frames.recv(1024)
