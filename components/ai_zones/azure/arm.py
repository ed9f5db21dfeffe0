"""Azure Resource Manager ids, computed before anything exists and taken apart again.

A child that gets its parent's name as an output has an unknown path in every preview, and nothing can be said about it. So every name is a
plain text, and every id of ours follows from subscription, group, kind and names.
Source: Azure Resource Manager documentation, "Understand the structure and syntax of Bicep files: resource id", "resourceId" (the id of a
nested resource alternates types and names; ids are compared without regard to case), "Scope extension resources".
"""

from dataclasses import dataclass


def subscription_scope(subscription_id: str) -> str:
    """`/subscriptions/<id>`."""
    return f"/subscriptions/{subscription_id}"


def group_id(subscription_id: str, resource_group_name: str) -> str:
    """Id of a resource group."""
    return f"{subscription_scope(subscription_id)}/resourceGroups/{resource_group_name}"


def arm_id(subscription_id: str, resource_group_name: str, provider_path: str, *names: str) -> str:
    """Id of a resource in a group: `arm_id(s, g, "Microsoft.Network/virtualNetworks/subnets", "net", "workload")`.

    ValueError where the names are not as many as the types of the path.
    """
    return extension_id(group_id(subscription_id, resource_group_name), provider_path, *names)


def extension_id(scope: str, provider_path: str, *names: str) -> str:
    """Id of a resource under any scope: a subscription, a group, or another resource that it extends (a diagnostic setting, a lock)."""
    provider, *types = provider_path.split("/")
    if not types or len(types) != len(names) or not all([provider, *types, *names]):
        raise ValueError(f"{provider_path} needs {len(types)} names, given {', '.join(map(repr, names)) or 'none'}")
    steps = "/".join(f"{kind}/{name}" for kind, name in zip(types, names, strict=True))
    return f"{scope.rstrip('/')}/providers/{provider}/{steps}"


def child_id(parent_id: str, kind: str, name: str) -> str:
    """Id of a nested resource: `child_id(<network>, "subnets", "workload")`."""
    return f"{parent_id.rstrip('/')}/{kind}/{name}"


@dataclass(frozen=True)
class ArmId:
    """An id, taken apart."""

    text: str
    """The id as it was given."""
    subscription_id: str
    """In lower case."""
    resource_group_name: str
    """Empty at the scope of a subscription."""
    provider: str
    """Namespace of the resource provider, such as `Microsoft.Network`; empty for a group or a subscription."""
    types: tuple[str, ...]
    """Types from the outermost to the resource's own, such as `virtualNetworks`, `subnets`."""
    names: tuple[str, ...]
    """Names in the same order; of a group, its name."""

    @property
    def type(self) -> str:
        """`Microsoft.Network/virtualNetworks/subnets`."""
        return "/".join([self.provider, *self.types]) if self.provider else "Microsoft.Resources/resourceGroups"

    @property
    def name(self) -> str:
        """The resource's own name."""
        return self.names[-1]

    def is_a(self, provider_path: str) -> bool:
        """Whether the id is of this type, without regard to case."""
        return self.type.lower() == provider_path.lower()


def parse(text: str) -> ArmId:
    """The parts of an id of a resource or a resource group; ValueError where it is none. An extension's parts are those after its scope."""
    head, *extensions = text.split("/providers/")
    scope = head.strip("/").split("/")
    words = [word.lower() for word in scope[::2]]
    if (
        words not in (["subscriptions"], ["subscriptions", "resourcegroups"])
        or len(scope) % 2
        or not all(scope)
        or not text.startswith("/")
    ):
        raise ValueError(f"{text!r} is no id of Azure Resource Manager: it begins with /subscriptions/<id>/resourceGroups/<name>")
    group = scope[3] if len(scope) > 2 else ""
    if not extensions:
        return ArmId(text, scope[1].lower(), group, "", ("resourceGroups",) if group else ("subscriptions",), (group or scope[1],))
    provider, *steps = extensions[-1].rstrip("/").split("/")
    if not provider or not steps or len(steps) % 2 or not all(steps):
        raise ValueError(f"{text!r} is no id of Azure Resource Manager: after /providers/<namespace> it alternates types and names")
    return ArmId(text, scope[1].lower(), group, provider, tuple(steps[::2]), tuple(steps[1::2]))


def same(first: str, second: str) -> bool:
    """Whether two ids name the same resource: Azure Resource Manager compares them without regard to case."""
    return first.rstrip("/").lower() == second.rstrip("/").lower()
