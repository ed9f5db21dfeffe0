"""Roles and their bindings: what a rule must name, what a binding may refer to, which subjects there are.

Source: Kubernetes API reference, Role, ClusterRole, RoleBinding, ClusterRoleBinding; Kubernetes 1.36, `pkg/apis/rbac/validation`.
"""

from collections.abc import Iterator

from simulator.rules import Properties, Rules
from simulator.rules.checks import Fault
from simulator.rules.kubernetes import syntax
from simulator.rules.kubernetes.selectors import selector_faults
from simulator.rules.kubernetes.walking import given, listed, part, word

_GROUP = "rbac.authorization.k8s.io"
_SOURCE = "Kubernetes API reference, RBAC; pkg/apis/rbac/validation"


def _role(kind: str) -> Rules:
    rules = Rules(f"kubernetes:{_GROUP}/v1:{kind}", source=_SOURCE)

    @rules.check(source=_SOURCE, even_unknown=True)
    def sound(inputs: Properties) -> Iterator[Fault]:
        for where, rule in listed(inputs, "rules"):
            if not given(rule, "verbs"):
                yield f"{where}.verbs", "must contain at least one value"
            addresses = given(rule, "nonResourceURLs")
            if addresses and kind == "Role":
                yield f"{where}.nonResourceURLs", "namespaced rules cannot apply to non-resource URLs"
            elif addresses and (given(rule, "apiGroups") or given(rule, "resources") or given(rule, "resourceNames")):
                yield f"{where}.nonResourceURLs", "rules cannot apply to both regular resources and non-resource URLs"
            if not addresses:
                for name, what in (("apiGroups", "api group"), ("resources", "resource")):
                    if not given(rule, name):
                        yield f"{where}.{name}", f"resource rules must supply at least one {what}"
        for where, selector in listed(part(inputs, "aggregationRule"), "clusterRoleSelectors", "aggregationRule"):
            yield from selector_faults(selector, where)

    return rules


def _binding(kind: str, roles: tuple[str, ...]) -> Rules:
    rules = Rules(f"kubernetes:{_GROUP}/v1:{kind}", source=_SOURCE)

    @rules.check(source=_SOURCE, even_unknown=True)
    def sound(inputs: Properties) -> Iterator[Fault]:
        role = part(inputs, "roleRef")
        group, named = word(role, "apiGroup"), word(role, "name")
        if group is not None and group not in ("", _GROUP):
            yield "roleRef.apiGroup", f"{group!r} is not allowed; allowed: {_GROUP}"
        if (called := word(role, "kind")) is not None and called not in roles:
            yield "roleRef.kind", f"{called!r} is not allowed; allowed: {', '.join(roles)}"
        if named == "":
            yield "roleRef.name", "is required"
        elif named is not None and (reason := syntax.path_segment(named)):
            yield "roleRef.name", reason
        for where, subject in listed(inputs, "subjects"):
            yield from _subject(subject, where, needs_namespace=kind == "ClusterRoleBinding")

    return rules


def _subject(subject: Properties, path: str, *, needs_namespace: bool) -> Iterator[Fault]:
    kind, group, name = word(subject, "kind"), word(subject, "apiGroup"), word(subject, "name")
    if name == "":
        yield f"{path}.name", "is required"
    if kind == "ServiceAccount":
        if name and (reason := syntax.subdomain(name)):
            yield f"{path}.name", reason
        if group:
            yield f"{path}.apiGroup", f"{group!r} is not allowed; a ServiceAccount has none"
        if needs_namespace and not given(subject, "namespace"):
            yield f"{path}.namespace", "is required: a ServiceAccount stands in a namespace"
    elif kind in ("User", "Group"):
        if group not in (None, _GROUP):
            yield f"{path}.apiGroup", f"{group!r} is not allowed; allowed: {_GROUP}"
    elif kind is not None:
        yield f"{path}.kind", f"{kind!r} is not allowed; allowed: ServiceAccount, User, Group"


roles = [_role("Role"), _role("ClusterRole")]
bindings = [_binding("RoleBinding", ("Role", "ClusterRole")), _binding("ClusterRoleBinding", ("ClusterRole",))]
