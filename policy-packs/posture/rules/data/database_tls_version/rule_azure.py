"""Database servers with records refuse TLS before 1.2."""

from collections.abc import Iterator

from posture.rules.azure_engines import INSTANCE, MYSQL, POSTGRES, SQL, parameter
from posture.rules.azure_words import must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

_PARAMETERS = {**dict.fromkeys(POSTGRES, "ssl_min_protocol_version"), **dict.fromkeys(MYSQL, "tls_version")}
_OLD = ("tlsv1", "tlsv1.0", "tlsv1.1")


@rule(*POSTGRES, *MYSQL, *SQL, *INSTANCE)
def check(look: Look) -> Iterator[Fault]:
    """1.2 unless told otherwise."""
    if not look.holds_records:
        return
    if look.resource.type in (*SQL, *INSTANCE):
        yield from must_say(look, "minimalTlsVersion", ("1.2", "1.3"), "takes TLS before 1.2", default="1.2")
        return
    holder, value = parameter(look, _PARAMETERS[look.resource.type])
    if isinstance(value, str) and any(one.strip() in _OLD for one in value.split(",")):
        yield Fault("takes TLS before 1.2", "value", urn="" if holder is look else holder.urn)
