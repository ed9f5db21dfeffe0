"""Helm releases: taken as what they are, a chart by name whose objects nobody sees before Helm has rendered it.

In memory no chart is fetched and no object of it stands in the cluster; what a release is shown to be is what was asked for and that it is
deployed. Source: Pulumi Registry, kubernetes.helm.sh/v3.Release; pulumi-kubernetes, `helm_release.go` (Check names the release; Create
answers with `status`).
"""

from collections.abc import Iterator

from simulator.action import Action
from simulator.packages.base import Fault
from simulator.values import UNKNOWN, Properties
from simulator.world import World

_LONGEST = 53
"""Helm documentation, "helm install": a release's name has at most 53 letters."""
_DEFAULTS = {
    "atomic": False,
    "cleanupOnFail": False,
    "createNamespace": False,
    "dependencyUpdate": False,
    "devel": False,
    "disableCRDHooks": False,
    "disableOpenapiValidation": False,
    "disableWebhooks": False,
    "forceUpdate": False,
    "lint": False,
    "recreatePods": False,
    "renderSubchartNotes": False,
    "replace": False,
    "resetValues": False,
    "reuseValues": False,
    "skipAwait": False,
    "skipCrds": False,
    "timeout": 300,
    "verify": False,
    "waitForJobs": False,
}


def named(urn: str, old: Properties | None, new: Properties, world: World, namespace: str) -> Properties:
    """Inputs with the release's name and namespace."""
    inputs = dict(new)
    if inputs.get("name") is None:
        kept = (old or {}).get("name")
        inputs["name"] = (
            kept if isinstance(kept, str) else f"{urn.rsplit('::', 1)[-1]}-{world.digest(urn, str(world.births(urn)), 'name')[:8]}"
        )
    if inputs.get("namespace") is None:
        inputs["namespace"] = namespace
    return inputs


def faults(inputs: Properties) -> Iterator[Fault]:
    """What Helm refuses before it asks a cluster."""
    name = inputs.get("name")
    if isinstance(name, str) and len(name) > _LONGEST:
        yield "name", f"{name!r} has {len(name)} letters; a release's name has at most {_LONGEST}"
    if inputs.get("verify") is True and inputs.get("keyring") is None and inputs.get("keyring") is not UNKNOWN:
        yield "keyring", "is required when verify is true"


def outputs(action: Action, before: Properties) -> Properties:
    """The deployed release."""
    inputs = action.inputs
    revision = int((before.get("status") or {}).get("revision") or 0) + 1
    chart = str(inputs.get("chart")).rstrip("/").rsplit("/", 1)[-1].removesuffix(".tgz")
    status = {
        "status": "deployed",
        "name": inputs.get("name"),
        "namespace": inputs.get("namespace"),
        "chart": chart,
        "version": inputs.get("version") or "",
        "appVersion": "",
        "revision": revision,
    }
    asked = {name: value for name, value in inputs.items() if name != "compat"}
    return {**_DEFAULTS, "values": {}, "resourceNames": {}, **asked, "status": status}
