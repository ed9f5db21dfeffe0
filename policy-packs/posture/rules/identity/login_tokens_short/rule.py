"""Tokens are short-lived, end for good within a day, and are never root's."""

from collections.abc import Iterator
from functools import partial

from posture.readers.vault.kinds import JWT_ROLE, LOGINS, USER, Kind
from posture.readers.vault.times import DAY, HOUR, SYSTEM_MAXIMUM, written
from posture.readers.vault.tokens import TOKEN
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import must_end, of_people, unclear
from posture.rules.vault_written import Written, each
from posture.values import is_unknown

_TOKENS = tuple(dict.fromkeys(token for kind in LOGINS for token in kind.tokens))
_PRINTED = Kind("token", (TOKEN,))


@rule(*_TOKENS, TOKEN)
def check(look: Look) -> Iterator[Fault]:
    """A batch token can't be renewed: its ttl is its end."""
    for kind in LOGINS:
        yield from each(look, kind, partial(_role, people=kind is USER))
    yield from each(look, _PRINTED, _token)


def _role(role: Written, people: bool) -> Iterator[Fault]:
    people = people or (role.kind is JWT_ROLE and of_people(role))
    yield from _policies(role, ("token_policies", "policies", "allowed_policies", "allowed_policies_glob"))
    yield from _period(role, ("token_period", "period"))
    explicit = role.length("token_explicit_max_ttl")
    first = 12 * HOUR if people else HOUR
    if isinstance(explicit, int) and 0 < explicit <= first:
        return
    yield from must_end(role, ("token_ttl", "ttl"), first, "gives tokens that live for too long", absent=SYSTEM_MAXIMUM)
    if role.text("token_type") in ("batch", "default-batch"):
        return
    longest = role.length("token_max_ttl", "max_ttl")
    if is_unknown(longest) or is_unknown(explicit):
        yield unclear(role, "token_max_ttl", "gives tokens that are renewed over a day")
        return
    end = min(value for value in (longest or SYSTEM_MAXIMUM, explicit or SYSTEM_MAXIMUM))
    if end > DAY:
        yield Fault(f"gives tokens that are renewed for {written(end)}, and a day at most is allowed", role.prop("token_max_ttl"))


def _token(token: Written) -> Iterator[Fault]:
    """A token that the program makes stands in its state."""
    yield from _policies(token, ("policies",))
    yield from _period(token, ("period",))
    explicit = token.length("explicit_max_ttl")
    if not (isinstance(explicit, int) and 0 < explicit <= DAY):
        yield Fault("is a token without an end within a day", token.prop("explicit_max_ttl"))


def _period(role: Written, fields: tuple[str, ...]) -> Iterator[Fault]:
    period = role.length(*fields)
    if is_unknown(period):
        yield unclear(role, fields[0], "gives tokens that never end")
    elif period:
        yield Fault("gives tokens that never end: they are periodic", role.prop(fields[0]))


def _policies(role: Written, fields: tuple[str, ...]) -> Iterator[Fault]:
    for field in fields:
        names = role.texts(field)
        if not is_unknown(names) and any(name in ("root", "*") for name in names):
            yield Fault("gives tokens of root, or of any policy", role.prop(field))
