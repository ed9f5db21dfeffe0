"""What is counted: quotas, limits of containers, claims of storage, replicas, budgets of disruption, contents of settings and secrets.

Source: Kubernetes API reference, ResourceQuota, LimitRange, PersistentVolumeClaim, PodDisruptionBudget, ConfigMap, Secret; Kubernetes 1.36,
`pkg/apis/core/validation`, `pkg/apis/policy/validation`.
"""

import base64
import binascii
from collections.abc import Iterator

from simulator.rules import Properties, Rules
from simulator.rules.checks import Fault
from simulator.rules.kubernetes import syntax
from simulator.rules.kubernetes.pods import amount, quantity_faults
from simulator.rules.kubernetes.selectors import selector_faults
from simulator.rules.kubernetes.walking import given, listed, part, word

_SOURCE = "Kubernetes API reference; pkg/apis/core/validation"
_LARGEST = 1024 * 1024
_ORDER = (
    ("min", "max"),
    ("min", "default"),
    ("min", "defaultRequest"),
    ("default", "max"),
    ("defaultRequest", "max"),
    ("defaultRequest", "default"),
)

quota = Rules("kubernetes:core/v1:ResourceQuota", source=_SOURCE)
limits = Rules("kubernetes:core/v1:LimitRange", source=_SOURCE)
claim = Rules("kubernetes:core/v1:PersistentVolumeClaim", source=_SOURCE)
budget = Rules(
    "kubernetes:policy/v1:PodDisruptionBudget", source="Kubernetes API reference, PodDisruptionBudget; pkg/apis/policy/validation"
)
settings = Rules("kubernetes:core/v1:ConfigMap", source=_SOURCE)
secret = Rules("kubernetes:core/v1:Secret", source=_SOURCE)


@quota.check(source=_SOURCE, even_unknown=True)
def quota_counts(inputs: Properties) -> Iterator[Fault]:
    """Quantities of a quota."""
    yield from quantity_faults(part(inputs, "spec").get("hard"), "spec.hard")


@limits.check(source=_SOURCE, even_unknown=True)
def limits_are_in_order(inputs: Properties) -> Iterator[Fault]:
    """Least ≤ default request ≤ default ≤ most."""
    for where, one in listed(part(inputs, "spec"), "limits", "spec"):
        for name in ("min", "max", "default", "defaultRequest", "maxLimitRequestRatio"):
            yield from quantity_faults(one.get(name), f"{where}.{name}")
        for low, high in _ORDER:
            for name, written in part(one, low).items():
                least, most = amount(written), amount(part(one, high).get(name))
                if least is not None and most is not None and least > most:
                    yield f"{where}.{low}.{name}", f"{written} is greater than {high} value {one[high][name]}"


@claim.check(source=_SOURCE, even_unknown=True)
def claim_asks_for_storage(inputs: Properties) -> Iterator[Fault]:
    """A claim says how much, and how it is used."""
    spec = part(inputs, "spec")
    if not given(spec, "accessModes"):
        yield "spec.accessModes", "at least 1 access mode is required"
    requests = part(spec, "resources", "requests")
    if isinstance(spec.get("resources"), dict | None) and not given(requests, "storage"):
        yield "spec.resources.requests.storage", "is required"
    yield from quantity_faults(requests, "spec.resources.requests")


@budget.check(source=_SOURCE, even_unknown=True)
def budget_is_one_of_two(inputs: Properties) -> Iterator[Fault]:
    """Either how many must stay or how many may go."""
    spec = part(inputs, "spec")
    if given(spec, "minAvailable") and given(spec, "maxUnavailable"):
        yield "spec", "minAvailable and maxUnavailable cannot be both set"
    yield from selector_faults(spec.get("selector"), "spec.selector")


@settings.check(source=_SOURCE, even_unknown=True)
def settings_fit(inputs: Properties) -> Iterator[Fault]:
    """Keys, and a megabyte at most."""
    yield from _contents(inputs, ("data", "binaryData"), encoded=("binaryData",))
    for key in {*part(inputs, "data")} & {*part(inputs, "binaryData")}:
        yield f'data["{key}"]', "duplicate of key present in binaryData"


@secret.check(source=_SOURCE, even_unknown=True)
def secret_fits(inputs: Properties) -> Iterator[Fault]:
    """Keys, base64, and what a type demands."""
    yield from _contents(inputs, ("data", "stringData"), encoded=("data",))
    demanded = {"kubernetes.io/tls": ("tls.crt", "tls.key"), "kubernetes.io/dockerconfigjson": (".dockerconfigjson",)}
    whole = all(isinstance(inputs.get(name, {}), dict) for name in ("data", "stringData"))
    for key in demanded.get(word(inputs, "type") or "", ()):
        if whole and key not in {**part(inputs, "data"), **part(inputs, "stringData")}:
            yield f"data[{key}]", f"is required for the type {inputs['type']}"


def _contents(inputs: Properties, names: tuple[str, ...], encoded: tuple[str, ...]) -> Iterator[Fault]:
    size = 0
    for name in names:
        for key, text in part(inputs, name).items():
            if reason := syntax.data_key(key):
                yield f'{name}["{key}"]', reason
            if isinstance(text, str):
                size += len(text.encode())
                if name in encoded and not _is_base64(text):
                    # The content itself may be secret: it is not shown.
                    yield f'{name}["{key}"]', "is not base64"
    if size > _LARGEST:
        yield names[0], f"too long: may not be more than {_LARGEST} bytes"


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return False
    return True
