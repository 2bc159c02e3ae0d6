"""`socert programme schema`: what editors complete and check by."""

from collections.abc import Callable

import click

from socert.domain import criteria, programmes
from socert.domain.files import Shape
from socert.entrypoints.cli.answering import json_option, print_document

#: The schema of each kind of file; `reference/NAME.schema.json` keeps it.
SCHEMAS: dict[str, Callable[[], Shape]] = {
    "programme": programmes.programme_schema,
    "facts": criteria.facts_schema,
    "parameters": criteria.parameters_schema,
    "region": criteria.region_schema,
}


@click.command("schema")
@click.argument("name", type=click.Choice(list(SCHEMAS)), default="programme")
@json_option
def schema(name: str) -> None:
    """Print the JSON Schema of programme files, or of another file of the rulebook.

    reference/programme.schema.json holds it for editors.
    """
    print_document(SCHEMAS[name]())
