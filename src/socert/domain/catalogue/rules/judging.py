"""How a good stands by its source's category and its name."""

from dataclasses import dataclass, field
from functools import lru_cache

from socert.domain.catalogue.model import CategoryTree, Claim, Standing, Verdict
from socert.domain.catalogue.rules.contradictions import Shelf, claim_of
from socert.domain.catalogue.rules.mapping import PathMapping
from socert.domain.catalogue.rules.suggesting import Suggester

_PER_CENT = 100
_BRANCHES = frozenset(Shelf) - {Shelf.OTHER}


@dataclass(frozen=True, slots=True)
class _Place:
    """A path, asked once for all its goods."""

    settled: Verdict
    shelf: Shelf
    claim: Claim | None


@dataclass(slots=True)
class Judge:
    """Judges goods one by one; remembers what it found out about a path."""

    tree: CategoryTree
    mapping: PathMapping
    suggester: Suggester
    _places: dict[str, _Place] = field(default_factory=dict)

    def judge(self, *, name: str, path: str) -> Verdict:
        """The verdict on a good."""
        place = self._places.get(path)
        if place is None:
            place = self._places[path] = self._place(path)
        settled = place.settled
        if settled.offered is None:
            return self._unclassified(name, is_default=settled.is_default)
        claim = claim_of(name, shelf=place.shelf) or place.claim
        if claim is None:
            return settled
        return Verdict(
            Standing.CONTRADICTORY,
            offered=settled.offered,
            suggested=self._number(claim),
            certainty=round(claim.certainty * _PER_CENT),
            doubt=doubt_of(claim),
        )

    def _place(self, path: str) -> _Place:
        placed = self.mapping.place(path)
        if placed.category is None:
            return _Place(Verdict(Standing.UNCLASSIFIED, is_default=placed.is_default), Shelf.OTHER, None)
        number = self.tree.number_of(placed.category)
        shelf = shelf_of(number, tree=self.tree)
        speaks_otherwise = placed.claim is not None and not self._lies_within(number, placed.claim)
        return _Place(
            Verdict(Standing.SETTLED, category=number, offered=number),
            shelf,
            placed.claim if speaks_otherwise else None,
        )

    def _lies_within(self, number: int, claim: Claim) -> bool:
        """Whether a category and what is claimed are both alcohol or both tobacco, or tinctures a pharmacy's."""
        claimed, shelf = self._number(claim), shelf_of(number, tree=self.tree)
        is_medicine = shelf is Shelf.HEALTH and claim.category == "liqueurs"
        return claimed is None or is_medicine or shelf == shelf_of(claimed, tree=self.tree)

    def _unclassified(self, name: str, *, is_default: bool) -> Verdict:
        claim = suggestion_of(name, suggester=self.suggester)
        if claim is None:
            return Verdict(Standing.UNCLASSIFIED, is_default=is_default)
        return Verdict(
            Standing.UNCLASSIFIED,
            suggested=self._number(claim),
            certainty=round(claim.certainty * _PER_CENT),
            doubt=doubt_of(claim),
            is_default=is_default,
        )

    def _number(self, claim: Claim) -> int | None:
        # The words may know categories that a region has left out of its tree.
        return self.tree.number_of(claim.category) if self.tree.knows(claim.category) else None


def suggestion_of(name: str, *, suggester: Suggester) -> Claim | None:
    """What the name of a good nobody has classified suggests: telling words first, then all words together."""
    return claim_of(name, shelf=Shelf.DRINKS) or suggester.suggest(name)


def doubt_of(claim: Claim) -> str:
    """The words that spoke, as they are kept."""
    return ", ".join(claim.words)


def shelf_of(number: int, *, tree: CategoryTree) -> Shelf:
    """On which shelf a category lies, by what stands above it."""
    return _shelf(frozenset(tree.id_of(above) for above in tree.ancestors(number)))


@lru_cache(maxsize=1024)
def _shelf(above: frozenset[str]) -> Shelf:
    return next((shelf for shelf in Shelf if shelf in _BRANCHES and shelf.value in above), Shelf.OTHER)
