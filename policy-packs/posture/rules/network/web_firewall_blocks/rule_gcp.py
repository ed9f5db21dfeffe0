"""Cloud Armor in zones blocks attacks that are known, and does not only watch them."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look
from posture.rules.parts import given
from posture.rules.words import cannot_tell
from posture.values import is_unknown

POLICY: Final = gcp("compute:SecurityPolicy", "compute:RegionSecurityPolicy")
RULE: Final = gcp("compute:SecurityPolicyRule", "compute:RegionSecurityPolicyRule")
_OF_REQUESTS: Final = (None, "", "CLOUD_ARMOR")
"""Policies of the edge, of networks and of services inside know no preconfigured rules."""
_PRECONFIGURED: Final = ("evaluatePreconfiguredWaf", "evaluatePreconfiguredExpr")
_VULNERABILITIES: Final = "cve-canary"
_INJECTIONS: Final = ("sqli", "xss", "lfi", "rfi", "rce")
"""Sets without which what is sent may be run or opened: in a database, a browser, or the program itself."""
_STOPS: Final = ("deny", "redirect")


@rule(*POLICY, *RULE)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Armor documentation, "Preconfigured WAF rules overview" (`cve-canary`: Log4j and others), "Security policy overview" (preview mode).

    "Mitigate OWASP Top 10 risks": A03 Injection is met by the sets on SQL injection, scripts, files and code.
    """
    if look.resource.type in RULE:
        if look.zone is not None:
            yield from _watches(look, "")
        return
    if look.zone is None or look.text("type") not in _OF_REQUESTS:
        return
    if is_unknown(look.value("rules")):
        yield cannot_tell("rules", "which attacks it stops")
        return
    # Rules that stand as resources of their own are read back among the policy's.
    inline = items(look, "rules") if given(look, "rules") is not None else []
    for block in inline:
        yield from _watches(look, f"{block}.")
    own = look.companions(RULE, "securityPolicy")
    stopped = [_stops(look, f"{block}.") for block in inline] + [_stops(one, "") for one in own]
    unsure = None in stopped or bool(look.maybe_companions(RULE, "securityPolicy"))
    known = [text for text in stopped if text]
    for word, fault in (
        (_PRECONFIGURED, "knows no attacks: it has no preconfigured rules"),
        ((_VULNERABILITIES,), "lets lookups of Log4j pass"),
    ):
        if not any(one in text for text in known for one in word):
            yield Fault(fault, "rules", Verdict.UNPROVEN if unsure else Verdict.VIOLATED)
    lacking = [name for name in _INJECTIONS if not any(f"{mark}{name}-" in text for text in known for mark in ("'", '"'))]
    if lacking and len(lacking) < len(_INJECTIONS):
        yield Fault(
            f"lets injections pass: it has no rules of {', '.join(lacking)}", "rules", Verdict.UNPROVEN if unsure else Verdict.VIOLATED
        )


def _watches(look: Look, base: str) -> Iterator[Fault]:
    if look.flag(f"{base}preview") is True:
        yield Fault("only watches what a rule of it finds (preview)", f"{base}preview")


def _stops(look: Look, base: str) -> str | None:
    """The expression by which a rule stops requests; empty where it stops none, None where that can't be told."""
    action, text = look.text(f"{base}action"), look.text(f"{base}match.expr.expression")
    if is_unknown(action) or is_unknown(text):
        return None
    stops = isinstance(action, str) and action.startswith(_STOPS) and look.flag(f"{base}preview") is not True
    return text if stops and isinstance(text, str) else ""
