"""JSON Schema of facts, parameters, regions and trees of criteria, from the limits their readers have."""

from socert.domain.criteria.model.facts import SOURCES_OF_A_FACT_MAX, WHOLE_MAX, FactType, Unit
from socert.domain.criteria.model.trees import LEAVES_MAX
from socert.domain.criteria.rules.condition_reading import TEXT_LENGTH_MAX
from socert.domain.criteria.rules.facts_reading import (
    FACTS_MAX,
    FORMAT,
    FRESH_DAYS_MAX,
    NAME,
    NAME_LENGTH_MAX,
    SOURCES_MAX,
    WORDS_MAX,
)
from socert.domain.criteria.rules.parameters_reading import (
    ADDITIONS_MAX,
    PARAMETERS_FORMAT,
    PARAMETERS_MAX,
    REGION_FORMAT,
    VALUES_MAX,
)
from socert.domain.criteria.rules.reserved import RESERVED
from socert.domain.criteria.rules.trees_reading import CHILDREN_MAX, LEAF_ID, LEAF_ID_LENGTH_MAX
from socert.domain.files import Shape, shapes

_NUMBER = shapes.whole(low=-WHOLE_MAX, high=WHOLE_MAX)
_WORD: Shape = {"type": "string", "maxLength": NAME_LENGTH_MAX, "pattern": f"^{NAME.pattern}$"}
#: A name that SQL can have for a column.
_NAMED: Shape = {**_WORD, "not": {"anyOf": [{"pattern": "^p_"}, {"enum": sorted(RESERVED)}]}}
_UNIT = shapes.choice([one.value for one in Unit])


def facts_schema() -> Shape:
    """The schema of facts.yaml."""
    source = shapes.fields(
        {
            "id": shapes.shared("name"),
            "title": shapes.bilingual(),
            "fresh_days": shapes.told(
                shapes.whole(low=0, high=FRESH_DAYS_MAX), "For how many days after it was asked an answer counts."
            ),
            "complete": shapes.told(shapes.truth(), "Whoever is not in it is surely not."),
            "authoritative": shapes.told(shapes.truth(), "A refusal may rest on it without a caseworker looking."),
        }
    )
    facts: Shape = {"type": "object", "required": ["type"], "oneOf": [_fact(one) for one in FactType]}
    return shapes.document(
        shapes.fields(
            {
                "format": shapes.choice([FORMAT]),
                "sources": shapes.listed(source, least=1, most=SOURCES_MAX),
                "facts": shapes.listed(facts, least=1, most=FACTS_MAX),
            },
            {"illustrative": shapes.truth()},
        ),
        title="socert: what may be known about people, and from which registers",
        parts={"name": _NAMED},
    )


def parameters_schema() -> Shape:
    """The schema of parameters.yaml."""
    parameter = shapes.fields(
        {
            "id": shapes.shared("name"),
            "unit": _UNIT,
            "least": _NUMBER,
            "most": _NUMBER,
            "title": shapes.bilingual(),
            "values": _values(),
        },
        {"illustrative": shapes.truth()},
    )
    return shapes.document(
        shapes.fields(
            {
                "format": shapes.choice([PARAMETERS_FORMAT]),
                "parameters": shapes.listed(parameter, least=1, most=PARAMETERS_MAX),
            },
            {"illustrative": shapes.truth()},
        ),
        title="socert: the dated numbers conditions compare with",
        parts={"name": _NAMED},
    )


def region_schema() -> Shape:
    """The schema of a file in regions/."""
    overlay = shapes.fields({"id": shapes.shared("name"), "values": _values()})
    addition = shapes.fields(
        {
            "programme": shapes.slug(),
            "point": shapes.slug(),
            "add": shapes.listed(shapes.shared("criterion"), least=1, most=LEAVES_MAX),
        }
    )
    return shapes.document(
        shapes.fields(
            {"format": shapes.choice([REGION_FORMAT]), "region": shapes.slug(), "title": shapes.bilingual()},
            {
                "illustrative": shapes.truth(),
                "parameters": shapes.listed(overlay, least=1, most=PARAMETERS_MAX),
                "criteria": shapes.listed(addition, least=1, most=ADDITIONS_MAX),
            },
        ),
        title="socert: what a region sets itself",
        parts={"criterion": _criterion(), "name": _NAMED},
    )


def node_shapes() -> dict[str, Shape]:
    """Shapes to share: `node` is a tree of criteria, `criterion` its leaf."""
    below = shapes.listed(shapes.shared("node"), least=1, most=CHILDREN_MAX)
    more = {"title": shapes.bilingual(), "point": shapes.told(shapes.slug(), "Where a region may add criteria.")}
    return {
        "criterion": _criterion(),
        "node": {
            "type": "object",
            "oneOf": [
                shapes.shared("criterion"),
                shapes.fields({"all": shapes.told(below, "True when all of these are.")}, more),
                shapes.fields({"any": shapes.told(below, "True when any of these is.")}, more),
                shapes.fields(
                    {"not": shapes.told(shapes.shared("node"), "True when this is false.")},
                    {"title": shapes.bilingual()},
                ),
            ],
        },
    }


def condition_shape() -> Shape:
    """A condition in its text."""
    return shapes.told(
        shapes.text(most=TEXT_LENGTH_MAX),
        "A condition: facts, parameters p_…, whole numbers and 'words', = <> < <= > >=, and, or, not, in, between, "
        "+ - * and brackets.",
    )


def _criterion() -> Shape:
    identity: Shape = {"type": "string", "maxLength": LEAF_ID_LENGTH_MAX, "pattern": f"^{LEAF_ID.pattern}$"}
    return shapes.fields(
        {
            "id": identity,
            "when": condition_shape(),
            "met": shapes.told(
                shapes.bilingual(), "What a person reads when it is met, with {fact} and {p_parameter}."
            ),
            "not_met": shapes.told(shapes.bilingual(), "What a person reads when it is not met."),
            "unknown": shapes.told(shapes.bilingual(), "What a person reads when it is not known."),
        },
        {"basis": shapes.told(shapes.bilingual(), "The law it follows.")},
    )


def _fact(type_: FactType) -> Shape:
    absence: Shape
    more: dict[str, Shape] = {}
    match type_:
        case FactType.BOOLEAN:
            absence = {"enum": ["unknown", True, False]}
        case FactType.INTEGER:
            absence = {"anyOf": [{"const": "unknown"}, _NUMBER]}
            more = {"unit": _UNIT, "least": _NUMBER, "most": _NUMBER}
        case FactType.TEXT:
            absence = _WORD
            words = shapes.listed({"not": {"const": "unknown"}, **_WORD}, least=1, most=WORDS_MAX, is_unique=True)
            names: Shape = {"type": "object", "minProperties": 1, "additionalProperties": shapes.bilingual()}
            more = {"values": words, "names": names}
    return shapes.fields(
        {
            "id": shapes.shared("name"),
            "type": {"const": type_.value},
            "title": shapes.bilingual(),
            "sources": shapes.listed(shapes.shared("name"), least=1, most=SOURCES_OF_A_FACT_MAX, is_unique=True),
            "absence": shapes.told(absence, "What silence of the first source means, where it is complete."),
            "evidence": shapes.told(shapes.bilingual(), "The paper that shows it."),
            **more,
        }
    )


def _values() -> Shape:
    value = shapes.fields({"from": shapes.day(), "value": _NUMBER, "source": shapes.bilingual()})
    return shapes.listed(value, least=1, most=VALUES_MAX)
