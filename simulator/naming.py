"""Names that the provider gives itself: the resource's name, a separator and seven hexadecimal digits.

Source: Pulumi documentation, "Resource names: autonaming". The digits depend on the URN and how many objects it has made, so that
the same program always gets the same names, and a replacement another one.
"""

from simulator.rules.registry import Rules
from simulator.values import Properties
from simulator.world import World


def autonamed(rules: Rules | None, urn: str, old: Properties | None, new: Properties, world: World) -> Properties:
    """Inputs with the name filled in where the real provider does it."""
    auto = rules.autoname if rules else None
    if auto is None or new.get(auto.property) is not None or any(new.get(other) is not None for other in auto.unless):
        return new
    kept = (old or {}).get(auto.property)
    if isinstance(kept, str):
        return {**new, auto.property: kept}
    name = urn.rsplit("::", 1)[-1]
    digits = world.digest(urn, str(world.births(urn)), "name")[:7]
    stem = name[: auto.max_length - len(digits) - len(auto.separator)]
    made = f"{stem}{auto.separator}{digits}"
    return {**new, auto.property: made.lower() if auto.lower else made}
