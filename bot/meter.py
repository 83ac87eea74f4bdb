"""What is counted while the bot runs, for whoever watches it: nothing, until `count_with` names something that counts.

Never a text, an id or a name: kinds of question, how they ended, names of errors, seconds.
"""

from __future__ import annotations


class Meter:
    """Counts nothing."""

    def question(self, topic: str, status: str) -> None:
        """A question was answered; *topic* "" when none was understood."""

    def waited(self, seconds: float) -> None:
        """Something waited in line for a worker."""

    def answered(self, seconds: float) -> None:
        """Something was answered, from taking it up to Slack's confirmation."""

    def slack_error(self, error: str) -> None:
        """Slack refused something, or could not be reached; *error* is its name for it."""

    def state_error(self, error: str) -> None:
        """The store of the state failed."""


class _Current:
    meter = Meter()


def count_with(meter: Meter) -> None:
    """From now on *meter* counts, for the whole process."""
    _Current.meter = meter


def meter() -> Meter:
    """What counts."""
    return _Current.meter
