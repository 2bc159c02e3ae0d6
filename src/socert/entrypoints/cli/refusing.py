"""How a command says no: one sentence on stderr, exit 1, and with --json a document that says the same."""

import sys
from typing import Any

import click
import psycopg

from socert import keys, rulebook, wiring
from socert.domain import (
    audit,
    catalogue,
    certificates,
    criteria,
    decisions,
    evidence,
    installation,
    ledger,
    programmes,
)
from socert.entrypoints.cli.answering import print_document, wants_json
from socert.integrations import engine_faults
from socert.postgres import UnableToUseDatabase
from socert.settings import UnusableSetting
from socert.values import InvalidNumber, Text

#: What is expected to go wrong on the way to an action; each message says what to do.
_EXPECTED = (
    UnableToUseDatabase,
    UnusableSetting,
    audit.PersonalDataInEvent,
    catalogue.TooManyRows,
    certificates.AccountsKeepChanging,
    certificates.CertificateContradictsItsIssue,
    criteria.CriteriaAreTooMany,
    criteria.CriterionIsRepeated,
    criteria.ParameterIsUnset,
    criteria.PointIsUnknown,
    criteria.RegionIsUnknown,
    decisions.NothingDecides,
    engine_faults.EngineFailed,
    engine_faults.EngineIsNotHere,
    engine_faults.EngineIsSetOtherwise,
    evidence.UnableToSeal,
    installation.UnableToInitialise,
    keys.UnableToSign,
    ledger.UnableToPauseTills,
    programmes.PublishedVersionIsUnreadable,
    rulebook.UnreadableProgramme,
    rulebook.UnreadableRulebook,
    wiring.UnableToServe,
)


class Refused(Exception):
    """What was asked for is refused: a stable code and a sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code, sentence)
        self.code = code
        self.sentence = sentence

    @classmethod
    def because(cls, code: str, text: Text) -> "Refused":
        """A refusal in the words of a room."""
        return cls(code, text.en)


class Commands(click.Group):
    """A group whose commands say no in one way."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command.

        Raises:
            click.exceptions.Exit: 1, after the refusal was told.
            click.UsageError: told by click itself, which then exits 2.
        """
        try:
            return super().invoke(ctx)
        except Refused as refused:
            _tell(ctx, refused)
        except InvalidNumber as invalid:
            _tell(ctx, Refused(invalid.code.value, str(invalid)))
        except _EXPECTED as error:
            _tell(ctx, Refused(_code_of(error), str(error)))
        except psycopg.OperationalError as error:
            _tell(ctx, Refused("database_away", f"The database cannot be reached: {error} See socert doctor."))
        except click.ClickException as error:
            if wants_json(ctx):
                print_document({"refused": {"code": "bad_usage", "sentence": error.format_message()}})
            raise
        raise click.exceptions.Exit(1)


def _tell(ctx: click.Context, refused: Refused) -> None:
    if wants_json(ctx):
        print_document({"refused": {"code": refused.code, "sentence": refused.sentence}})
    sys.stderr.write(f"{refused.sentence}\n")


def _code_of(error: Exception) -> str:
    """The name of an exception as a code: UnableToServe is unable_to_serve."""
    name = type(error).__name__
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).removeprefix("_")
