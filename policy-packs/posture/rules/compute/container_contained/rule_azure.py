"""Containers of zones run without the rights of their host."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, blocks_of, told
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.words import must_be_false

GROUP: Final = az("containerinstance:ContainerGroup")


@rule(*GROUP)
def check(look: Look) -> Iterator[Fault]:
    """Privileged only where somebody says so; escalation unless somebody forbids it and a context is given."""
    if look.zone is None and zone_in_use(look) is None:
        return
    for block in (*blocks_of(look, "containers"), *blocks_of(look, "initContainers")):
        name = told(look, f"{block}.name", "a container")
        if look.flag(f"{block}.securityContext.privileged") is True:
            yield Fault(f"runs {name} with the privileges of the host", f"{block}.securityContext.privileged")
        prop = f"{block}.securityContext.allowPrivilegeEscalation"
        yield from must_be_false(look, prop, f"lets {name} take more rights than it starts with", default=True)
