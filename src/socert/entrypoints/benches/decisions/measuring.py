"""The bench of decisions: people are invented, decided, counted against their truth, and decided by OpenFisca."""

import os
import platform
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from random import Random

from socert.domain import decisions, programmes
from socert.domain.criteria import Ground
from socert.entrypoints.benches.decisions import accuracy, doors, many, openfisca, speed
from socert.entrypoints.benches.decisions.report import Report
from socert.entrypoints.generating.people import Order, write_people
from socert.entrypoints.replays.bars import Bars
from socert.entrypoints.replays.example import read_example
from socert.rulebook import find_programme, programme_files, read_programme, read_rulebook, read_tree

#: The programme and the region whose nine criteria are measured.
PROGRAMME, REGION = "food-certificate", "north"
DAY = date(2026, 11, 1)
SEED = 1
PEOPLE = 1_000_000
PEOPLE_OF_A_CITY = 4_500_000
PEOPLE_OF_A_COUNTRY = 10_000_000


@dataclass(frozen=True, slots=True)
class Size:
    """How many people; a full run decides a city's 94 programmes and ten million people as well."""

    people: int = PEOPLE
    city: int = PEOPLE_OF_A_CITY
    country: int = PEOPLE_OF_A_COUNTRY
    is_full: bool = False
    has_openfisca: bool = True


def measure(reference: Path, *, size: Size, bars: Bars) -> Report:
    """Everything in one run, in a folder of its own that is gone afterwards.

    Args:
        reference: the folder with facts, parameters, regions and programmes.
        size: how much of it.
        bars: told how far it is.
    """
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="socert-bench-") as name:
        bench = _Bench(reference, read_rulebook(reference), Path(name), size, bars)
        found = bench.count()
        growth = bench.grow()
        ours = next(one for one in growth if one.people == size.people)
        theirs, away = bench.compare()
        files = bench.from_file_to_file()
        return Report(
            at=datetime.now(UTC),
            machine=_machine(),
            versions={package: version(package) for package in ("duckdb", "sqlglot")},
            people=size.people,
            programmes=len(found.by_programme),
            criteria=len(bench.ruling.leaves),
            unjustified_refusals=found.three_values.unjustified_refusals,
            unjustified_grants=found.three_values.unjustified_grants,
            asked=found.three_values.asked,
            register_errors=found.three_values.register_errors,
            three_values=found.three_values,
            two_values=found.two_values,
            by_programme={
                programme: {"three_values": three, "two_values": two}
                for programme, (three, two) in found.by_programme.items()
            },
            one_case_ms=bench.one_case(),
            seconds_per_million=ours.seconds_per_million,
            seconds_per_million_one_thread=round(ours.seconds_one_thread * 1_000_000 / ours.people, 4),
            threads=bench.threads,
            growth=growth,
            from_file_to_file=files,
            peak_mib=max(one.peak_mib for one in files),
            openfisca=theirs,
            openfisca_is_away=away,
            ratios={} if theirs is None else _ratios(ours, theirs),
            seconds=round(time.monotonic() - begun, 1),
        )


def _ratios(ours: speed.Population, theirs: openfisca.Compared) -> dict[str, float]:
    """From the same file of people to a file of answers; and from columns in memory, their words as text or coded."""
    return {
        "openfisca_to_ours": round(theirs.file_seconds / ours.file_seconds, 2),
        "openfisca_to_ours_in_memory": round(theirs.seconds / ours.seconds, 2),
        "openfisca_to_ours_in_memory_coded": round(theirs.coded_seconds / ours.seconds, 2),
    }


class _Bench:
    """The parts of a run; people are invented once a size."""

    def __init__(self, reference: Path, ground: Ground, folder: Path, size: Size, bars: Bars) -> None:
        self.reference = reference
        self.ground = ground
        self.folder = folder
        self.size = size
        self.bars = bars
        self.threads = os.cpu_count() or 1
        self._tree = read_tree(reference)
        self.ruling = self._ruling(find_programme(PROGRAMME, folder=reference), region=REGION)

    def count(self) -> accuracy.Accuracy:
        """Every programme decided for everybody, and held against the truth."""
        rulings = [self._ruling(path, region=None) for path in programme_files(self.reference)]
        people = self._people(self.size.people)
        self.bars("counting against the truth", 0, 1)
        found = accuracy.measure(rulings, facts=self.ground.facts, folder=people, day=DAY)
        self.bars("counting against the truth", 1, 1)
        return found

    def grow(self) -> list[speed.Population]:
        """The same programme over few people and over many."""
        size = self.size
        counts = sorted({max(1, size.people // 10), size.people} | ({size.country} if size.is_full else set()))
        grown = []
        for place, count in enumerate(counts, start=1):
            facts = self._people(count) / "facts.parquet"
            grown.append(
                speed.measure_population(
                    self.ruling,
                    facts=self.ground.facts,
                    path=facts,
                    out=self.folder / "decisions.parquet",
                    day=DAY,
                    threads=self.threads,
                )
            )
            self.bars("deciding in memory", place, len(counts))
        return grown

    def one_case(self) -> float:
        """Milliseconds a case."""
        facts = self._people(self.size.people) / "facts.parquet"
        return speed.measure_one_case(self.ruling, facts=self.ground.facts, path=facts, day=DAY)

    def compare(self) -> tuple[openfisca.Compared | None, str | None]:
        """The same rule by OpenFisca; or why it cannot be."""
        if not self.size.has_openfisca:
            return None, "it was not asked to"
        try:
            return openfisca.measure(
                self.reference.parent,
                facts=self._people(self.size.people) / "facts.parquet",
                reference=self.reference,
                region=REGION,
                day=DAY,
                runs=speed.RUNS,
                out=self.folder / "openfisca.parquet",
            ), None
        except openfisca.OpenFiscaIsAway as away:
            return None, str(away)

    def from_file_to_file(self) -> list[doors.FromFileToFile]:
        """The command itself: one programme and all of them; in a full run a city's programmes, and a country."""
        size = self.size
        own = [str(path) for path in programme_files(self.reference)]
        runs = [(size.people, [PROGRAMME], REGION), (size.people, own, None)]
        if size.is_full:
            runs += [(size.city, self._many(), None), (size.country, [PROGRAMME], REGION)]
        done = []
        for place, (people, names, region) in enumerate(runs, start=1):
            facts, out = self._people(people) / "facts.parquet", self.folder / "decisions.parquet"
            done.append(doors.measure(names, facts=facts, people=people, out=out, day=DAY, region=region))
            self.bars("deciding from file to file", place, len(runs))
        return done

    def _many(self) -> list[str]:
        folder = self.folder / "programmes"
        folder.mkdir()
        files = many.write_programmes(programme_files(self.reference), folder=folder, is_sound=self._is_sound)
        return [str(path) for path in files]

    def _is_sound(self, text: str) -> bool:
        found = programmes.check(text=text, tree=self._tree, ground=self.ground)
        return not isinstance(found, tuple)

    def _ruling(self, path: Path, *, region: str | None) -> decisions.Ruling:
        definition = read_programme(path, tree=self._tree, ground=self.ground)
        return decisions.ruling_of(definition, day=DAY, region=region, ground=self.ground)

    def _people(self, count: int) -> Path:
        """The folder of a region with so many people, invented when it is first asked for."""
        folder = self.folder / str(count)
        if not folder.exists():
            folder.mkdir()
            names = read_example(self.reference, place="district", random=Random(SEED)).names  # noqa: S311 - invented
            write_people(
                Order(count, SEED, DAY),
                facts=self.ground.facts,
                names=names,
                folder=folder,
                progress=lambda stage, done, total: self.bars(f"{stage} of {count:,}", done, total),
            )
        return folder


def _machine() -> dict[str, str]:
    told = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next((line.partition(":")[2].strip() for line in told if line.startswith("model name")), "unknown")
    return {
        "processor": model,
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.release()}",
        "load_average_at_end": " ".join(f"{one:.1f}" for one in os.getloadavg()),
    }
