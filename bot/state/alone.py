"""What one process remembers by itself, for the time that the server is away: its own posts and answers, the newest."""

from __future__ import annotations

import threading

from bot.state.model import Asked, Post

_POSTS = 20_000
_ANSWERS = 1_000


class Alone:
    """All methods may be called from any thread."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._lock = threading.Lock()
        self._names: dict[str, None] = {}
        self._answers: dict[str, Asked] = {}

    def take(self, post: Post) -> bool:
        """Whether nobody here knew the post; now it is known."""
        with self._lock:
            is_new = self._names.keys().isdisjoint(post.names())
            self._names.update(dict.fromkeys(post.names()))
            while len(self._names) > _POSTS:
                del self._names[next(iter(self._names))]
            return is_new

    def release(self, post: Post) -> None:
        """The post is not known any more."""
        with self._lock:
            for name in post.names():
                self._names.pop(name, None)

    def keep_answer(self, number: str, asked: Asked) -> None:
        """Remember what an answer was given to."""
        with self._lock:
            self._answers[number] = asked
            while len(self._answers) > _ANSWERS:
                del self._answers[next(iter(self._answers))]

    def asked(self, number: str) -> Asked | None:
        """What the answer was given to."""
        with self._lock:
            return self._answers.get(number)
