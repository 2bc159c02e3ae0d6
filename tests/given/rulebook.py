"""The rulebook of the reference: its facts, parameters and regions."""

from given.checkout import CHECKOUT
from socert.rulebook import read_rulebook

REFERENCE = CHECKOUT / "reference"
RULEBOOK = read_rulebook(REFERENCE)
