"""The log of a web ACL in a zone holds neither credentials nor what people asked.

A line of the log has every header, the path and the query of a request, and no body. Redaction is of the log alone; data protection of the web ACL is
of samples too. Cookies of a session and tokens are a person's access; a question in a query may name a patient.
Sources: AWS WAF Developer Guide, "Log fields for web ACL traffic" (httpRequest: args, headers), "Data protection and logging for AWS WAF traffic";
AWS WAF API Reference, LoggingConfiguration (RedactedFields), FieldToProtect (SINGLE_HEADER with its keys, QUERY_STRING).
"""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.readers.aws.web_firewalls import WEB_ACL
from posture.rules.aws_web_firewalls import LOGGING, acl_zone
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.values import is_unknown

_HEADERS: Final = {"authorization": "tokens of people", "cookie": "cookies of sessions"}
_QUERY: Final = "what people ask in a query"
_PLACES: Final = "logDestinationConfigs"
_FIELDS: Final = "redactedFields"
_PROTECTED: Final = "dataProtectionConfig.dataProtections"


@rule(*WEB_ACL)
def check(look: Look) -> Iterator[Fault]:
    """Either its log redacts a part, or the web ACL protects it."""
    if acl_zone(look) is None:
        return
    kept = _protected(look)
    for logging in look.companions(LOGGING, "resourceArn"):
        left_out = _redacted(logging)
        if left_out is None or kept is None:
            yield Fault(
                "writes parts of requests into its log; which ones is unknown until the update", _FIELDS, Verdict.UNPROVEN, logging.urn
            )
            continue
        asked = _HEADERS if _kept_as_records(logging) else {**_HEADERS, "?": _QUERY}
        missing = [words for part, words in asked.items() if part not in left_out | kept]
        if missing:
            yield Fault(f"writes {' and '.join(missing)} into its log", _FIELDS, urn=logging.urn)


def _kept_as_records(logging: Look) -> bool:
    """A log that is guarded as records may hold what a question says of a patient; credentials belong in none."""
    places = logging.references(_PLACES)
    kept = [logging.scene.look(logging.scene.stack.by_urn[urn]) for place in places for urn in place.targets]
    return bool(kept) and all(place.targets for place in places) and all(one.holds_records for one in kept)


def _redacted(look: Look) -> frozenset[str] | None:
    """Headers by name, `?` for the query; None where that is unknown."""
    blocks = look.blocks(_FIELDS)
    if is_unknown(blocks):
        return None
    found = set()
    for block in blocks:
        header = look.text(f"{block}.singleHeader.name")
        if is_unknown(header):
            return None
        if isinstance(header, str):
            found.add(header.lower())
        if look.value(f"{block}.queryString") is not None:
            found.add("?")
    return frozenset(found)


def _protected(acl: Look) -> frozenset[str] | None:
    blocks = acl.blocks(_PROTECTED)
    if is_unknown(blocks):
        return None
    found = set()
    for block in blocks:
        kind, keys = acl.text(f"{block}.field.fieldType"), acl.texts(f"{block}.field.fieldKeys")
        if is_unknown(kind) or is_unknown(keys) or any(is_unknown(key) for key in keys):
            return None
        if kind == "QUERY_STRING":
            found.add("?")
        elif kind == "SINGLE_HEADER":
            found |= {str(key).lower() for key in keys}
    return frozenset(found)
