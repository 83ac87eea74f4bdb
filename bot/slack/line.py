"""A line to Slack that survives bursts: slack_sdk's own Socket Mode connection, with its reading and writing of frames done right.

slack_sdk 3.47 reads a frame by calling itself for whatever else has arrived, and so gives up (RecursionError) and loses
events when some hundreds arrive at once; it also loses what it has read of a frame when the line pauses, joins no
fragments, and cannot write a frame of more than 64 KB. Here its parser gets one whole frame at a time (RFC 6455, 5.2).
"""

import json
import logging
import os
import socket
import ssl
import struct
from contextlib import suppress
from typing import cast

from slack_sdk.errors import SlackClientNotConnectedError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import Connection, ConnectionState
from slack_sdk.socket_mode.response import SocketModeResponse

log = logging.getLogger(__name__)

_CONTINUATION, _TEXT, _BINARY = 0x0, 0x1, 0x2
_FINAL, _MASKED = 0x80, 0x80
_SHORT, _TWO_BYTES, _EIGHT_BYTES = 125, 126, 127
_LARGEST_OF_TWO_BYTES = 0xFFFF
_CHUNK = 65_536


class WholeFrames:
    """A socket whose `recv` gives one whole, unfragmented frame, and whose `send` sends everything."""

    def __init__(self, line: socket.socket) -> None:
        """Read frames from *line*."""
        self._line = line
        self._read = bytearray()
        self._fragments = bytearray()
        self._opcode = _TEXT

    def recv(self, _size: int) -> bytes:
        """The next frame, however long. Raises OSError when the line is gone, TimeoutError when nothing comes."""
        while True:
            frame = self._next()
            if frame is not None:
                return frame
            chunk = self._line.recv(_CHUNK)
            if not chunk:
                message = "the other side hung up"
                raise ConnectionResetError(message)
            self._read += chunk

    def send(self, data: bytes) -> int:
        """Send all of *data*."""
        self._line.sendall(data)
        return len(data)

    def shutdown(self, how: int) -> None:
        """End reading or writing."""
        self._line.shutdown(how)

    def close(self) -> None:
        """Close the line."""
        self._line.close()

    def _next(self) -> bytes | None:
        """The next frame that was read whole; fragments are kept until their last one is there."""
        while (end := self._end()) is not None:
            start, stop = end
            first, frame = self._read[0], bytes(self._read[:stop])
            del self._read[:stop]
            opcode, final = first & 0x0F, bool(first & _FINAL)
            if opcode in {_TEXT, _BINARY} and final:
                return frame
            if opcode in {_TEXT, _BINARY, _CONTINUATION}:
                self._opcode = opcode or self._opcode
                self._fragments += frame[start:]
                if final:
                    whole = bytes(self._fragments)
                    self._fragments.clear()
                    return head(self._opcode, len(whole), masked=False) + whole
                continue
            return frame  # control frames may stand between fragments
        return None

    def _end(self) -> tuple[int, int] | None:
        """Where the payload of the first frame begins and ends, when all of it was read."""
        read = self._read
        while read[:1] == b"\n":  # slack_sdk leaves the last byte of the handshake unread; no frame begins so
            del read[:1]
        if len(read) < 2:  # noqa: PLR2004 - two bytes are the shortest head
            return None
        length, start = read[1] & ~_MASKED & 0xFF, 2
        if length == _TWO_BYTES:
            if len(read) < 4:  # noqa: PLR2004 - a head of two and two bytes
                return None
            length, start = struct.unpack("!H", read[2:4])[0], 4
        elif length == _EIGHT_BYTES:
            if len(read) < 10:  # noqa: PLR2004 - a head of two and eight bytes
                return None
            length, start = struct.unpack("!Q", read[2:10])[0], 10
        start += 4 if read[1] & _MASKED else 0
        return (start, start + length) if len(read) >= start + length else None


def head(opcode: int, length: int, *, masked: bool) -> bytes:
    """The first bytes of an unfragmented frame, without the mask."""
    mask = _MASKED if masked else 0
    if length <= _SHORT:
        return bytes((_FINAL | opcode, mask | length))
    if length <= _LARGEST_OF_TWO_BYTES:
        return struct.pack("!BBH", _FINAL | opcode, mask | _TWO_BYTES, length)
    return struct.pack("!BBQ", _FINAL | opcode, mask | _EIGHT_BYTES, length)


class Line(Connection):
    """slack_sdk's connection over whole frames."""

    def connect(self) -> None:
        """Shake hands, then read whole frames."""
        super().connect()
        if self.sock is not None:
            self.sock = cast("ssl.SSLSocket", WholeFrames(self.sock))

    def disconnect(self) -> None:
        """Close the line, whoever asks first."""
        with self.sock_send_lock, self.sock_receive_lock:
            line, self.sock = self.sock, None
        if line is not None:
            line.close()

    def send(self, payload: str) -> None:
        """Send one text frame of any length. Raises SlackClientNotConnectedError, after which slack_sdk tries a new line."""
        data = payload.encode()
        mask = os.urandom(4)
        pad = (mask * (len(data) // 4 + 1))[: len(data)]
        masked = (int.from_bytes(data, "big") ^ int.from_bytes(pad, "big")).to_bytes(len(data), "big")
        with self.sock_send_lock:
            try:
                self.sock.send(head(_TEXT, len(data), masked=True) + mask + masked)  # type: ignore[union-attr]
            except Exception as error:
                # as slack_sdk has it: whatever goes wrong, this line is not to be used any more
                message = f"the line is gone ({type(error).__name__})"
                raise SlackClientNotConnectedError(message) from error


class LineClient(SocketModeClient):
    """slack_sdk's Socket Mode client, whose connections are `Line`s."""

    def connect(self) -> None:
        """Open a line, and close the one before; as slack_sdk does it."""
        before, state_before = self.current_session, self.current_session_state
        if self.wss_uri is None:
            self.wss_uri = self.issue_new_wss_url()
        line = Line(
            url=self.wss_uri,
            logger=self.logger,
            ping_interval=self.ping_interval,
            proxy=self.proxy,
            proxy_headers=self.proxy_headers,
            on_message_listener=self._on_message,
            on_error_listener=self._on_error,
            on_close_listener=self._on_close,
            ssl_context=self.web_client.ssl,
        )
        line.connect()
        state_before.terminated = True
        if before is not None:
            before.close()
        self.current_session = line
        self.current_session_state = ConnectionState()  # type: ignore[no-untyped-call]
        self.auto_reconnect_enabled = self.default_auto_reconnect_enabled
        if not self.current_app_monitor_started:
            self.current_app_monitor_started = True
            self.current_app_monitor.start()

    def acknowledge(self, envelope_id: str) -> None:
        """Tell Slack that an envelope was taken, over the line as it is; Slack delivers again what it has not heard of."""
        line = self.current_session
        with suppress(SlackClientNotConnectedError):
            if line is not None:
                line.send(json.dumps(SocketModeResponse(envelope_id=envelope_id).to_dict()))
                return
        log.warning("not acknowledged envelope=%s: the line was lost", envelope_id)

    def _on_error(self, error: Exception) -> None:
        """Tell the log that a line was lost; a new one is opened at the next ping."""
        if not self.closed:
            log.warning("the line to Slack was lost: %s", type(error).__name__)
