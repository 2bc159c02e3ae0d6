"""What Prometheus reads at /metrics, and who may read it."""

from collections.abc import Iterable, Iterator
from ipaddress import ip_address, ip_network

from litestar import Response, get
from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from socert.entrypoints.api.admission import ANYBODY, AnyRequest
from socert.entrypoints.api.desk import Desk
from socert.entrypoints.api.problems import Problem, Refusal
from socert.entrypoints.api.tally import Spread, Tally
from socert.entrypoints.server.sharing import Seat


@get("/metrics", opt={"roles": ANYBODY}, include_in_schema=False, sync_to_thread=False)
def metrics(request: AnyRequest) -> Response[bytes]:
    """The figures of all processes of this server; to others than those who may read them there is nothing here."""
    if not _may_read(request.client.host if request.client else "", request.app.state.metrics_readers):
        raise Refusal(Problem.NOT_FOUND)
    return Response(generate_latest(request.app.state.metrics), media_type=CONTENT_TYPE_PLAIN_0_0_4)


def _may_read(host: str, readers: Iterable[str]) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in ip_network(one) for one in readers)


def make_registry(desk: Desk, seat: Seat) -> CollectorRegistry:
    """The figures of all processes of a server, and of this process by itself."""
    registry = CollectorRegistry()
    registry.register(_DeskCollector(desk, seat))
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)
    return registry


class _DeskCollector(Collector):
    """Reads the tally when it is asked; between two questions it costs nothing."""

    def __init__(self, desk: Desk, seat: Seat) -> None:
        self._desk = desk
        self._seat = seat

    def collect(self) -> Iterator[Metric]:
        """Every figure, with its help."""
        self._desk.count_waiting()
        tally = self._seat.all(self._desk.tally)
        yield from self._requests(tally)
        yield from self._decisions(tally)
        yield from self._writers(tally)

    def _requests(self, tally: Tally) -> Iterator[Metric]:
        requests = CounterMetricFamily(
            "socert_http_requests", "Answered requests.", labels=("method", "route", "status")
        )
        for (method, route, status), count in tally.requests.copy().items():
            requests.add_metric((method, route, str(status)), count)
        yield requests
        seconds = HistogramMetricFamily(
            "socert_http_request_seconds", "From the first byte handed over to the answer.", labels=("route",)
        )
        for route, spread in tally.seconds.copy().items():
            _add(seconds, (route,), spread)
        yield seconds

    def _decisions(self, tally: Tally) -> Iterator[Metric]:
        yield _counts("socert_answers", "New answers to tills by outcome.", "outcome", tally.outcomes)
        yield _counts("socert_declines", "New answers by the reason of the whole.", "reason", tally.reasons)
        yield _counts("socert_line_declines", "Lines of new answers by reason.", "reason", tally.line_reasons)
        yield CounterMetricFamily(
            "socert_answers_not_optimal", 'New answers marked "optimal": false.', value=tally.not_optimal
        )
        yield CounterMetricFamily("socert_replays", "Repeated questions, answered as before.", value=tally.replays)

    def _writers(self, tally: Tally) -> Iterator[Metric]:
        depth = GaugeMetricFamily("socert_queue_depth", "Questions that wait for their batch.", labels=("lane",))
        for lane, waiting in sorted(tally.waiting.items()):
            depth.add_metric((lane,), waiting)
        yield depth
        yield GaugeMetricFamily(
            "socert_database_up", "Whether the database answered last.", value=int(not self._desk.watch.is_away)
        )
        yield _histogram("socert_batch_size", "Questions of a written batch.", tally.batch_size)
        yield _histogram("socert_decision_seconds", "Deciding a batch.", tally.decide_seconds)
        yield _histogram("socert_commit_seconds", "Writing and committing a batch.", tally.commit_seconds)


def _counts(name: str, text: str, label: str, counts: dict[str, int]) -> Metric:
    family = CounterMetricFamily(name, text, labels=(label,))
    for value, count in counts.copy().items():
        family.add_metric((value,), count)
    return family


def _histogram(name: str, text: str, spread: Spread) -> Metric:
    family = HistogramMetricFamily(name, text, labels=())
    _add(family, (), spread)
    return family


def _add(family: HistogramMetricFamily, labels: tuple[str, ...], spread: Spread) -> None:
    below = 0
    buckets: list[tuple[str, float]] = []
    for bound, count in zip((*map(str, map(float, spread.bounds)), "+Inf"), spread.counts, strict=True):
        below += count
        buckets.append((bound, below))
    family.add_metric(labels, buckets=buckets, sum_value=spread.total)
