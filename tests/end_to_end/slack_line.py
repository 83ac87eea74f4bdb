"""The server's side of one WebSocket connection (RFC 6455), as far as Socket Mode needs it."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import BinaryIO

from tests.end_to_end.slack_sent import Json

_TEXT, _CLOSE, _PING, _PONG = 0x1, 0x8, 0x9, 0xA  # RFC 6455, 5.2


@dataclass(eq=False)
class Line:
    """One WebSocket connection, on the server's side."""

    connection: socket.socket
    reader: BinaryIO
    answers_pings: bool = True
    _sending: threading.Lock = field(default_factory=threading.Lock)

    def send(self, message: Json) -> None:
        """One text frame of JSON."""
        self._send_frame(_TEXT, json.dumps(message).encode())

    def close(self) -> None:
        """Say goodbye and hang up."""
        self._send_frame(_CLOSE, struct.pack("!H", 1000))
        self.cut()

    def cut(self) -> None:
        """Hang up without a word."""
        with suppress(OSError):  # the other side was first
            self.connection.shutdown(socket.SHUT_RDWR)

    def messages(self) -> Iterator[Json]:
        """What the app says, until either side hangs up; pings are answered on the way."""
        while (frame := self._read_frame()) is not None:
            opcode, payload = frame
            if opcode == _PING:
                if self.answers_pings:
                    self._send_frame(_PONG, payload)
            elif opcode == _TEXT:
                yield json.loads(payload)
            elif opcode == _CLOSE:
                return

    def _send_frame(self, opcode: int, payload: bytes) -> None:
        length = len(payload)
        if length < 126:
            header = struct.pack("!BB", 0x80 | opcode, length)
        elif length < 1 << 16:
            header = struct.pack("!BBH", 0x80 | opcode, 126, length)
        else:
            header = struct.pack("!BBQ", 0x80 | opcode, 127, length)
        with self._sending, suppress(OSError):  # nobody there any more: the app is to come back by itself
            self.connection.sendall(header + payload)

    def _read_frame(self) -> tuple[int, bytes] | None:
        """Opcode and payload of a frame. The app sends no fragments, and masks all it sends (RFC 6455, 5.1)."""
        try:
            head = self.reader.read(2)
            if len(head) < 2:
                return None
            length = head[1] & 0x7F
            if length == 126:
                (length,) = struct.unpack("!H", self.reader.read(2))
            elif length == 127:
                (length,) = struct.unpack("!Q", self.reader.read(8))
            mask = self.reader.read(4)
            payload = self.reader.read(length)
        except OSError:
            return None
        return head[0] & 0x0F, bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))
