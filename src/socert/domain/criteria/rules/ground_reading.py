"""The files of facts, parameters and regions read together."""

from collections.abc import Mapping

from socert.domain.criteria.model.facts import Facts
from socert.domain.criteria.model.ground import Ground
from socert.domain.criteria.model.parameters import Region
from socert.domain.criteria.rules.facts_reading import read_facts
from socert.domain.criteria.rules.parameters_reading import read_parameters, read_region
from socert.domain.criteria.rules.trees_reading import Vocabulary
from socert.domain.files import Mistake
from socert.values import Text


def read_ground(
    *, facts: tuple[str, str], parameters: tuple[str, str], regions: Mapping[str, str]
) -> Ground | Mapping[str, tuple[Mistake, ...]]:
    """The ground of all conditions, or the mistakes of its files by name.

    Args:
        facts: name and text of the file of facts.
        parameters: name and text of the file of parameters.
        regions: texts of the regions' files, by name.
    """
    read = read_facts(facts[1])
    numbers = read_parameters(parameters[1])
    wrong = {name: one for name, one in ((facts[0], read), (parameters[0], numbers)) if isinstance(one, tuple)}
    if wrong or not isinstance(read, Facts) or isinstance(numbers, tuple):
        return wrong
    vocabulary = Vocabulary(read.facts, numbers)
    found: dict[str, Region] = {}
    for file, text in regions.items():
        region = read_region(text, file=file, vocabulary=vocabulary)
        if isinstance(region, tuple):
            wrong[file] = region
        elif region.id in found:
            wrong[file] = (_repeated(region),)
        else:
            found[region.id] = region
    return wrong or Ground(read, numbers, found, parameters[0])


def _repeated(region: Region) -> Mistake:
    text = Text(
        ru=f"Регион «{region.id}» описан и в другом файле. Пожалуйста, оставьте один.",
        en=f"The region '{region.id}' is described in another file as well; please keep one.",
    )
    return Mistake("region", None, "repeated", text)
