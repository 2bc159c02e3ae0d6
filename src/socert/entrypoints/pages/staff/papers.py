"""Papers that tasks wrote, handed to a browser."""

import asyncio
from http import HTTPStatus
from pathlib import Path

from litestar import Response

from socert.entrypoints.pages.admission import AnyRequest, PageRefused
from socert.entrypoints.pages.desk import desk_of
from socert.entrypoints.pages.rendering import HEADERS

_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


async def paper(request: AnyRequest, *names: str) -> Response[bytes]:
    """A file below the site's papers, by names a task gave.

    Raises:
        PageRefused: it is not there any more.
    """
    folder = desk_of(request).site.paper_folder.resolve()
    path = folder.joinpath(*names).resolve()
    if not path.is_relative_to(folder) or path.suffix not in _TYPES:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    content = await asyncio.to_thread(_read, path)
    if content is None:
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    headers = HEADERS | {
        "content-disposition": f'attachment; filename="{path.name}"',
        "cache-control": "no-store",
    }
    return Response(content, media_type=_TYPES[path.suffix], headers=headers)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
