"""Doors of the frame around every page: assets, display settings, signing out."""

import mimetypes
from http import HTTPStatus
from pathlib import Path

from litestar import Response, get, post
from litestar.params import FromPath

from socert.domain import access
from socert.entrypoints.pages.admission import ANYONE, CODES_COOKIE, EVERYBODY, SESSION_COOKIE, AnyRequest, PageRefused
from socert.entrypoints.pages.desk import desk_of
from socert.entrypoints.pages.rendering import (
    ASSETS,
    HEADERS,
    SIGHT_COOKIE,
    SIGHTS,
    local_path,
    make_cookie,
    redirect,
)

_KEPT_FOR_EVER = "public, max-age=31536000, immutable"
_KEPT_FOR_MINUTES = "max-age=300"
_YEAR_SECONDS = 365 * 24 * 3600
_TYPES = {".woff2": "font/woff2", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@get(
    "/assets/{name:path}",
    opt={"people": ANYONE, "roles": ANYONE, "is_file": True},
    include_in_schema=False,
    sync_to_thread=False,
)
def asset_file(request: AnyRequest, name: FromPath[Path]) -> Response[bytes]:
    """A style, a script, a font, a picture or the notices of those who made them."""
    path = (ASSETS / name.relative_to("/")).resolve()
    if not path.is_relative_to(ASSETS.resolve()) or not path.is_file():
        raise PageRefused(HTTPStatus.NOT_FOUND, "not_found")
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    is_named_by_digest = "v" in request.query_params
    kept = _KEPT_FOR_EVER if is_named_by_digest else _KEPT_FOR_MINUTES
    return Response(path.read_bytes(), media_type=kind, headers=HEADERS | {"cache-control": kept})


@get("/sight", opt={"people": ANYONE, "roles": ANYONE}, include_in_schema=False, sync_to_thread=False)
def sight(request: AnyRequest) -> Response[None]:
    """Set contrast and text size, then back: `?set=contrast-large&back=/me`; an empty `set` is as usual."""
    wanted = SIGHTS & set(request.query_params.get("set", "").split("-"))
    back = local_path(request.query_params.get("back"), otherwise="/")
    kept = make_cookie(request, SIGHT_COOKIE, "-".join(sorted(wanted)), seconds=_YEAR_SECONDS)
    return redirect(back, cookies=[kept])


@get("/still-here", opt={"people": EVERYBODY, "roles": ANYONE}, include_in_schema=False, sync_to_thread=False)
def still_here() -> Response[None]:
    """Keep the session of somebody who answers that they are still there; the guard has just seen them."""
    return Response(None, status_code=HTTPStatus.NO_CONTENT, headers=HEADERS | {"cache-control": "no-store"})


@post("/sign-out", opt={"people": ANYONE, "roles": ANYONE}, include_in_schema=False)
async def sign_out(request: AnyRequest) -> Response[None]:
    """End the session here and at the database; recovery codes that were not kept yet are gone as well."""
    token = request.cookies.get(SESSION_COOKIE, "")
    await desk_of(request).transact(lambda conn: access.close_session(conn, token=token))
    gone = [make_cookie(request, name, "", seconds=0) for name in (SESSION_COOKIE, CODES_COOKIE)]
    return redirect("/", cookies=gone)


HANDLERS = (asset_file, sight, still_here, sign_out)
