"""Pages of other origins that may ask Vault from a person's browser."""

from collections.abc import Iterator

from posture.readers.vault.tokens import PROVIDER_CORS
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.values import is_unknown


@rule(PROVIDER_CORS)
def check(look: Look) -> Iterator[Fault]:
    """System backend documentation, `/sys/config/cors`."""
    origins = look.texts("allowedOrigins")
    if not is_unknown(origins) and "*" in origins:
        yield Fault("lets pages of any origin ask Vault", "allowedOrigins")
