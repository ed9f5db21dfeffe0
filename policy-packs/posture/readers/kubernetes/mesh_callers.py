"""Whom an AuthorizationPolicy lets in, and whether a namespace denies whom no policy names.

Source: Istio documentation, "Authorization Policy": DENY goes before ALLOW; without an ALLOW policy everybody is let in; with one, whom none names
is denied; a policy without rules matches nobody; a rule without `from` matches every caller; `principals` are identities of mutual TLS.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.readers.kubernetes.mesh import ROOT, root_is_here
from posture.readers.kubernetes.mesh_mtls import selects_all
from posture.readers.kubernetes.objects import KubernetesObject, of_kind
from posture.stack import Stack
from posture.values import UNKNOWN, Unknown, is_unknown

_ONE_PROGRAM: Final = re.compile(r"[^*]+/ns/[^*/]+/sa/[^/]+|\*/ns/[^*/]+/sa/[^*/]+|spiffe://[^*]+|[^*]+/zone/[^*/]+/[^*]*\*?")
"""A principal that names a program, or the programs of one namespace; the trust domain may be any."""
_IDENTITIES: Final = ("principals", "serviceAccounts", "requestPrincipals", "namespaces")
_FAULTS: Final = {
    "principals": "lets in every program of the mesh, by its principals",
    "namespaces": "lets in programs of every namespace",
    "serviceAccounts": "lets in every service account",
}


def action_of(policy: KubernetesObject) -> str | Unknown:
    """ALLOW unless it says otherwise."""
    action = policy.text("spec.action")
    return UNKNOWN if is_unknown(action) else action or "ALLOW"


def everybody(policy: KubernetesObject) -> Iterator[tuple[str, str | None]]:
    """Rules of an ALLOW policy that let in more than named callers: path and message; None: it can't be told."""
    rules = policy.items("spec.rules")
    if isinstance(rules, Unknown):
        yield "spec.rules", None
        return
    for index, rule in enumerate(rules):
        path = f"spec.rules[{index}]"
        if not isinstance(rule, Mapping):
            yield path, None
            continue
        sources = rule.get("from")
        if sources is None or sources in ([], ()):
            yield path, "lets in whoever calls: a rule names no caller"
        elif not isinstance(sources, (list, tuple)):
            yield f"{path}.from", None
        else:
            for number, item in enumerate(sources):
                yield from _source(f"{path}.from[{number}].source", item.get("source") if isinstance(item, Mapping) else UNKNOWN)


def _source(path: str, source: Any) -> Iterator[tuple[str, str | None]]:
    if is_unknown(source) or not isinstance(source, Mapping):
        yield (path, None) if source is not None else (path, "lets in whoever calls: a rule names no caller")
        return
    said = {part: source.get(part) for part in _IDENTITIES if source.get(part) not in (None, [], ())}
    if not said:
        what = "by what they are not, or by address" if source else "at all"
        yield path, f"lets in callers without a name: it tells them apart {what}"
        return
    if any(not isinstance(value, (list, tuple)) or any(not isinstance(one, str) for one in value) for value in said.values()):
        yield path, None
        return
    # All parts of a source must match, so one that names callers is enough.
    if not any(_names(part, value) for part, value in said.items()):
        part = next(iter(said))
        yield f"{path}.{part}", _FAULTS.get(part, "lets in whoever has a token")


def _names(part: str, values: Any) -> bool:
    if part == "principals":
        return all(_ONE_PROGRAM.fullmatch(value) for value in values)
    if part == "requestPrincipals":
        return all(value != "*" for value in values)
    return all("*" not in value for value in values)


def denies_by_default(stack: Stack, namespace: KubernetesObject) -> bool | Unknown:
    """Whether whom no policy names is denied in a whole namespace: some policy that selects all of it is an ALLOW.

    `UNKNOWN` where the mesh's own policy may stand in another program.
    """
    policies = [one for one in of_kind(stack, "AuthorizationPolicy") if one.cluster == namespace.cluster and selects_all(one)]
    here = [one for one in policies if one.namespace in (namespace.name, ROOT) and one.value("spec.targetRefs") in (None, [])]
    if any(action_of(one) == "ALLOW" for one in here):
        return True
    unclear = any(isinstance(action_of(one), Unknown) for one in here) or any(is_unknown(one.namespace) for one in policies)
    return UNKNOWN if unclear or not root_is_here(stack, namespace.cluster) else False
