"""Patch kinds: a few fields laid over an object that stands, and taken back when the patch goes.

Sources: Pulumi Registry, "Kubernetes: Server-Side Apply" (Patch resources); Kubernetes documentation, "Server-Side Apply": a field that its
only manager gives up is gone, or takes the server's default again; applying to what is not there makes it.
"""

import copy

from simulator.action import Action
from simulator.packages.kubernetes_defaults import defaulted
from simulator.packages.kubernetes_kinds import Kind
from simulator.packages.kubernetes_trees import as_manifest, merged
from simulator.values import Properties
from simulator.world import Object

_OWN = "own"
_PATCHES = "patches"


def lay(action: Action, kind: Kind, base: Object) -> Properties:
    """Lay the patch of a create or update over its object; the answer is the object as it stands then."""
    base.state.setdefault(_OWN, copy.deepcopy(base.outputs))
    base.state.setdefault(_PATCHES, {})[action.urn] = as_manifest(action.inputs)
    _renew(kind, base)
    action.save(base)
    return base.outputs


def take_back(action: Action, kind: Kind, base: Object) -> None:
    """Its object without the patch."""
    if base.state.get(_PATCHES, {}).pop(action.urn, None) is not None:
        _renew(kind, base)
        action.save(base)


def relay(kind: Kind, base: Object | None, outputs: Properties) -> Properties:
    """What the owner of a patched object is shown after a change of its own."""
    if base is None or not base.state.get(_PATCHES):
        return outputs
    base.state[_OWN] = copy.deepcopy(outputs)
    _renew(kind, base)
    return base.outputs


def _renew(kind: Kind, base: Object) -> None:
    shown = copy.deepcopy(base.state[_OWN])
    for patch in base.state[_PATCHES].values():
        shown = merged(shown, patch)
    base.outputs = defaulted(kind, shown)
