"""Ids of certificates as they are shown and typed."""

from uuid import UUID

import click

from socert.domain import certificates
from socert.values import parse_public_id, public_id

_PREFIX = "cert"


class CertificateId(click.ParamType[UUID]):
    """A certificate's id as it is shown, such as cert_00…; a bare UUID will do."""

    name = "CERTIFICATE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> UUID:
        """Read it."""
        if isinstance(value, UUID):
            return value
        parsed = parse_public_id(_PREFIX, str(value))
        if parsed is not None:
            return parsed[1]
        try:
            return UUID(str(value))
        except ValueError:
            self.fail(
                "This is no certificate's id; they look like cert_00… See: socert certificates show --snils …",
                param,
                ctx,
            )


def shown_certificate(one: certificates.Certificate) -> str:
    """A certificate's id as it is shown."""
    return public_id(_PREFIX, one.lane, one.id)
