"""What can be wrong with an engine that decides populations, whichever it is."""

from socert.values import Text


class EngineIsNotHere(Exception):
    """An engine was asked for that is not installed, or lacks something to run on; the message says what to do."""


class EngineIsSetOtherwise(Exception):
    """An engine does not work as it has to; what it would decide cannot be relied on."""

    def __init__(self, *, engine: str, setting: str, wanted: str, found: str) -> None:
        super().__init__(
            f"{engine}: {setting} has to be {wanted} and is {found}. Nothing is decided so; please mend its settings."
        )


class EngineFailed(Exception):
    """An engine gave up on the way; nothing was written."""

    def __init__(self, *, engine: str, reason: str) -> None:
        super().__init__(f"{engine}: {reason}")
        self.text = Text(
            ru=f"{engine} не справился: {reason} Ничего не записано. Пожалуйста, дайте больше памяти (--memory) или "
            "возьмите --engine duckdb.",
            en=f"{engine} gave up: {reason} Nothing was written. Please give more memory (--memory) or take "
            "--engine duckdb.",
        )
