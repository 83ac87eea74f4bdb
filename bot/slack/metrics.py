"""/metrics in Prometheus text, and /healthz, at an address of their own: HYOTEI_METRICS.

In HTTP mode Slack's address is open to the world, and how much is asked and what goes wrong is nobody's business there.
"""

import platform
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram, make_wsgi_app
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from bot import VERSION
from bot.ask import Desk
from bot.meter import Meter, count_with
from bot.slack.health import Health
from bot.slack.listening import HEALTH_PATH, Address, listening, say
from bot.state.open import Remembered

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

METRICS_PATH = "/metrics"
_THREADS = 2
# an answer takes milliseconds, Slack's confirmation some hundred, and a channel that is spoken to too fast makes it wait
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


def metrics_served(
    address: Address, desk: Desk, health: Health, remembered: Remembered
) -> AbstractContextManager[Address]:
    """Both, served; from now on everything is counted. Raises HyoteiError when nothing can listen there."""
    registry = CollectorRegistry()
    count_with(_PrometheusMeter(registry))
    registry.register(_Now(desk, health, remembered))
    metrics: WSGIApplication = make_wsgi_app(registry)

    def door(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = environ.get("PATH_INFO")
        if path == METRICS_PATH:
            return metrics(environ, start_response)
        if path == HEALTH_PATH:
            return health.respond(start_response)
        return say(start_response, HTTPStatus.NOT_FOUND, "not found")

    return listening(door, address, threads=_THREADS)


class _PrometheusMeter(Meter):
    """Counts since the start of the process."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._questions = Counter(
            "hyotei_questions",
            "Questions answered, by kind and how they ended.",
            ("topic", "status"),
            registry=registry,
        )
        self._waiting = Histogram(
            "hyotei_wait_seconds", "From arrival to a free worker.", buckets=_SECONDS, registry=registry
        )
        self._answering = Histogram(
            "hyotei_answer_seconds", "From a free worker to Slack's confirmation.", buckets=_SECONDS, registry=registry
        )
        self._slack_errors = Counter(
            "hyotei_slack_errors", "What Slack refused, or why it was not reached.", ("error",), registry=registry
        )
        self._state_errors = Counter(
            "hyotei_state_errors", "Failures of the state server.", ("error",), registry=registry
        )

    def question(self, topic: str, status: str) -> None:
        self._questions.labels(topic or "none", status).inc()

    def waited(self, seconds: float) -> None:
        self._waiting.observe(seconds)

    def answered(self, seconds: float) -> None:
        self._answering.observe(seconds)

    def slack_error(self, error: str) -> None:
        self._slack_errors.labels(error).inc()

    def state_error(self, error: str) -> None:
        self._state_errors.labels(error).inc()


class _Now(Collector):
    """What is so at the moment of asking."""

    def __init__(self, desk: Desk, health: Health, remembered: Remembered) -> None:
        self._desk = desk
        self._health = health
        self._server = remembered.server

    def collect(self) -> Iterator[Metric]:
        readable = self._health.is_readable
        info = {"version": VERSION, "python": platform.python_version()}
        if readable:
            info["records"] = self._desk.overview().version
        yield InfoMetricFamily("hyotei_build", "Program, and the records it answers from.", info)
        for name, help_text, value in (
            ("hyotei_slack_connected", "Whether the line to Slack is open.", self._health.is_connected()),
            ("hyotei_records_readable", "Whether the records can be read.", readable),
            (
                "hyotei_state_up",
                "Whether the state is at hand; a file always is.",
                not self._server or self._server.is_up,
            ),
        ):
            yield GaugeMetricFamily(name, help_text, float(value))
