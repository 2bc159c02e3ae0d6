"""Rooms meet through their front doors: whoever stands outside a room imports the room, never a file inside it."""

import grimp

ROOMS = "socert.domain"


def test_nobody_enters_a_room_by_the_back_door() -> None:
    graph = grimp.build_graph("socert", cache_dir=None)
    entries = [
        (importer, inner, room)
        for room in graph.find_children(ROOMS)
        for inner in graph.find_descendants(room)
        for importer in graph.find_modules_that_directly_import(inner)
    ]
    strangers = [f"{importer} imports {inner}" for importer, inner, room in entries if not _lives_in(room, importer)]
    assert sorted(strangers) == []


def _lives_in(room: str, module: str) -> bool:
    return module == room or module.startswith(f"{room}.")
