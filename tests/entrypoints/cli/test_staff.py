"""`socert staff`: an invitation printed once, a list, and doors that close and open."""

from given.command_line import CommandLine


def test_a_colleague_is_invited_listed_blocked_and_reset(socert: CommandLine) -> None:
    made = socert.ask("staff", "add", "--login", "Olga.P", "--name", "Ольга Петрова", "--role", "clerk")
    assert made["login"] == "olga.p"
    assert made["path"] == "/staff/invitation/" + made["code"].replace("-", "")
    (one,) = (each for each in socert.ask("staff", "list")["colleagues"] if each["login"] == "olga.p")
    assert (one["role"], one["is_ready"], one["is_blocked"]) == ("clerk", False, False)
    assert "invited" in socert.run("staff", "list").out
    assert socert.ask("staff", "block", "olga.p", "--reason", "on leave") == {"blocked": True, "sessions": 0}
    refused = socert.run("staff", "reset", "olga.p", "--json")
    assert (refused.code, refused.document["refused"]["code"]) == (1, "colleague_blocked")
    assert socert.ask("staff", "unblock", "OLGA.P", "--reason", "is back") == {"blocked": False}
    again = socert.ask("staff", "reset", "olga.p")
    assert again["code"] != made["code"]
    words = socert.run("staff", "reset", "olga.p").out
    assert "It is not shown again." in words


def test_a_colleague_is_linked_to_an_identity_of_the_provider_that_is_set_up(socert: CommandLine) -> None:
    socert.ask("staff", "add", "--login", "vera.l", "--name", "Вера", "--role", "clerk")
    link = ("staff", "link", "--login", "vera.l", "--subject", "uuid-of-vera", "--json")
    assert socert.run(*link).document["refused"]["code"] == "no_provider"
    provider = {"SOCERT_OIDC_STAFF_ISSUER": "https://id.example", "SOCERT_OIDC_STAFF_CLIENT_ID": "socert"}
    assert socert.run(*link, **provider).document == {"linked": True}
    unknown = socert.run(*link[:3], "nobody", *link[4:], **provider)
    assert unknown.document["refused"]["code"] == "colleague_unknown"


def test_what_cannot_be_is_refused(socert: CommandLine) -> None:
    taken = ("staff", "add", "--login", "boris", "--name", "Boris", "--role", "auditor", "--json")
    assert socert.run(*taken).code == 0
    assert socert.run(*taken).document["refused"]["code"] == "login_taken"
    assert socert.run("staff", "block", "nobody", "--reason", "x", "--json").document["refused"]["code"] == (
        "colleague_unknown"
    )
    assert socert.run("staff", "add", "--login", "till", "--name", "T", "--role", "till").code == 2
