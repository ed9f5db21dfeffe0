"""ClusterImagePolicies: each key of an authority is named in one way.

Sources: Sigstore documentation, "Policy Controller" (Configuring authorities: key); policy-controller,
`pkg/apis/policy/v1beta1/clusterimagepolicy_validation.go` (KeyRef: exactly one of data, secretRef and kms).
"""

from collections.abc import Iterator

from simulator.rules import Properties, Rules
from simulator.rules.checks import Fault
from simulator.rules.kubernetes.walking import given, listed, part

_SOURCE = "Sigstore documentation, 'Policy Controller'; pkg/apis/policy/v1beta1/clusterimagepolicy_validation.go"
_WAYS = ("data", "secretRef", "kms")

policy = Rules("kubernetes:policy.sigstore.dev/v1beta1:ClusterImagePolicy", source=_SOURCE)


@policy.check(source=_SOURCE, even_unknown=True)
def keys_are_named_once(inputs: Properties) -> Iterator[Fault]:
    """The controller's webhook refuses a key that says nothing, and one that is said twice."""
    for where, authority in listed(part(inputs, "spec"), "authorities", "spec"):
        key = part(authority, "key")
        if not isinstance(authority.get("key"), dict):
            continue
        said = [way for way in _WAYS if given(key, way)]
        if len(said) != 1:
            told = " and ".join(said) or "none of them"
            yield f"{where}.key", f"expected exactly one of {', '.join(_WAYS)}, got {told}"
