"""Words of signing in and out."""

from collections.abc import Mapping

from socert.entrypoints.pages.words.counted import Counted
from socert.values import Text

WORDS: Mapping[str, Text | Counted] = {
    "signed_out": Text(ru="Вы вышли", en="You have signed out"),
}
