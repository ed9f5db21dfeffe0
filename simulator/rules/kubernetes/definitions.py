"""CustomResourceDefinitions: a name made of plural and group, versions of which one is stored; and objects of kinds that they define.

Source: Kubernetes API reference, CustomResourceDefinition; Kubernetes documentation, "Extend the Kubernetes API with
CustomResourceDefinitions"; `apiextensions-apiserver/pkg/apis/apiextensions/validation`.
"""

from collections.abc import Iterator

from simulator.rules import Properties, Rules
from simulator.rules.checks import Fault
from simulator.rules.kubernetes import syntax
from simulator.rules.kubernetes.walking import given, listed, part, word
from simulator.values import UNKNOWN

_SOURCE = "Kubernetes documentation, 'Extend the Kubernetes API with CustomResourceDefinitions'; apiextensions validation"
_SCOPES = ("Namespaced", "Cluster")

definition = Rules("kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition", source=_SOURCE)


@definition.check(source=_SOURCE, even_unknown=True)
def sound(inputs: Properties) -> Iterator[Fault]:
    """Name, scope, versions."""
    spec = part(inputs, "spec")
    group, plural = word(spec, "group"), word(part(spec, "names"), "plural")
    name = word(part(inputs, "metadata"), "name")
    if name is not None and group is not None and plural is not None and name != f"{plural}.{group}":
        yield "metadata.name", f"{name!r} must be spec.names.plural+'.'+spec.group: {plural}.{group}"
    if group is not None and (reason := syntax.subdomain(group)):
        yield "spec.group", reason
    elif group is not None and "." not in group:
        yield "spec.group", f"{group!r} should be a domain with at least one dot"
    if (scope := word(spec, "scope")) is not None and scope not in _SCOPES:
        yield "spec.scope", f"{scope!r} is not allowed; allowed: {', '.join(_SCOPES)}"
    versions = list(listed(spec, "versions", "spec"))
    if any(one.get("storage") is UNKNOWN for _, one in versions) or not isinstance(spec.get("versions"), list):
        return
    if sum(one.get("storage") is True for _, one in versions) != 1:
        yield "spec.versions", "must have exactly one version marked as storage version"
    for where, one in versions:
        if not given(part(one, "schema"), "openAPIV3Schema") and isinstance(one.get("schema"), dict | None):
            yield f"{where}.schema.openAPIV3Schema", "schemas are required"
