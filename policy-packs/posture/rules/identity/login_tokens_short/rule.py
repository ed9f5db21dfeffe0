"""Tokens are short-lived, end for good within a day, and are never root's."""

from collections.abc import Iterator
from functools import partial

from posture.readers.vault.kinds import JWT_ROLE, LOGINS, TOKEN_ROLE, USER, Kind
from posture.readers.vault.times import DAY, HOUR, SYSTEM_MAXIMUM, seconds, written
from posture.readers.vault.tokens import TOKEN
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import of_people, unclear
from posture.rules.vault_written import Written, each, mount_look
from posture.values import UNKNOWN, Unknown, is_unknown

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
    lengths = {"token_ttl": role.length("token_ttl", "ttl"), "token_max_ttl": role.length("token_max_ttl", "max_ttl")}
    batch = role.text("token_type") in ("batch", "default-batch")
    for field, most, what in (("token_ttl", first, "live for too long"), ("token_max_ttl", DAY, "are renewed for too long")):
        if field == "token_max_ttl" and (batch or (isinstance(explicit, int) and 0 < explicit <= DAY)):
            continue
        length = lengths[field] or _of_the_method(role, field) if not is_unknown(lengths[field]) else UNKNOWN
        if is_unknown(length):
            yield unclear(role, field, f"gives tokens that {what}")
        elif length > most:
            yield Fault(f"gives tokens that {what}: {written(length)}, and {written(most)} at most are allowed", role.prop(field))


def _of_the_method(role: Written, field: str) -> int | Unknown:
    """What holds where a role names no length: its method's, and without one there the server's, 32 days. UNKNOWN: the method is not in sight."""
    if role.kind is TOKEN_ROLE:
        return SYSTEM_MAXIMUM
    method = mount_look(role)
    if method is None:
        return UNKNOWN
    length = seconds(method.value(f"tune.{'defaultLeaseTtl' if field == 'token_ttl' else 'maxLeaseTtl'}"))
    return length if is_unknown(length) else length or SYSTEM_MAXIMUM


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
        if not is_unknown(names) and ("root" in names or (field.endswith("glob") and "*" in names)):
            yield Fault("gives tokens of root, or of any policy", role.prop(field))
