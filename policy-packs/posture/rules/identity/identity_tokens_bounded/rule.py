"""Keys, roles and clients of Vault's own OpenID Connect."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from posture.readers.vault.kinds import Kind
from posture.readers.vault.times import DAY, HOUR
from posture.readers.vault.tokens import tokens
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_words import must_end, unclear
from posture.rules.vault_written import Written, each
from posture.values import is_unknown

KEY: Final = Kind("identity key", tokens("identity:OidcKey"), r"identity/oidc/key/(?P<name>[^/]+)")
ROLE: Final = Kind("identity role", tokens("identity:OidcRole"))
CLIENT: Final = Kind("identity client", tokens("identity:OidcClient"))
ALLOWED: Final = tokens("identity:OidcKeyAllowedClientID")


@rule(*KEY.types, *ROLE.types, *CLIENT.types, *ALLOWED)
def check(look: Look) -> Iterator[Fault]:
    """Absent: a key is for no client, tokens live for a day, a client is for nobody."""
    yield from each(look, KEY, _key)
    yield from each(look, ROLE, _role)
    yield from each(look, CLIENT, _client)
    if look.resource.type in ALLOWED and look.value("allowedClientId") == "*":
        yield Fault("lets a key sign for every client", "allowedClientId")


def _key(key: Written) -> Iterator[Fault]:
    clients = key.texts("allowed_client_ids")
    if is_unknown(clients):
        yield unclear(key, "allowed_client_ids", "signs for every client")
    elif "*" in clients:
        yield Fault("signs for every client", key.prop("allowed_client_ids"))
    for field in ("rotation_period", "verification_ttl"):
        yield from must_end(key, (field,), 90 * DAY, f"keeps its key for too long ({field})", absent=DAY)


def _role(role: Written) -> Iterator[Fault]:
    yield from must_end(role, ("ttl",), HOUR, "gives identity tokens that live for too long", absent=DAY)


def _client(client: Written) -> Iterator[Fault]:
    end = partial(must_end, client, most=12 * HOUR, absent=DAY)
    yield from end(("id_token_ttl",), fault="gives identity tokens that live for too long")
    yield from end(("access_token_ttl",), fault="gives access tokens that live for too long")
    people = client.texts("assignments")
    if not is_unknown(people) and any(one in ("allow_all", "*") for one in people):
        yield Fault("is for everybody", client.prop("assignments"))
    addresses = client.texts("redirect_uris")
    for one in addresses if not is_unknown(addresses) else ():
        if (
            isinstance(one, str)
            and one.startswith("http://")
            and not one.startswith(("http://127.0.0.1", "http://localhost", "http://[::1]"))
        ):
            yield Fault(f"sends tokens in plain text: {one}", client.prop("redirect_uris"))
