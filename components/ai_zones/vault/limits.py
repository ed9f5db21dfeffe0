"""How much one may ask of the server: so many requests a second together, fewer of logins and of what costs it work.

Sources: Vault documentation, "Resource quotas" (rate limits, block interval), API, "Rate limit quotas"; NIST SP 800-53 SC-5 (denial of service);
45 CFR 164.308(a)(7) (availability).
"""

from typing import Annotated, NotRequired, TypedDict

import pulumi
import pulumi_vault as vault
import pydantic

from ai_zones.ordering import after, children_wait
from ai_zones.vault.naming import child
from ai_zones.vault.validation import ComponentInput, Label, MountPath

_Rate = Annotated[float, pydantic.Field(gt=0, le=100_000)]


class VaultPathLimitArgs(TypedDict):
    """A limit of its own."""

    path: str
    """Mount or path that it holds for, such as `auth/cert`."""
    requests_per_second: float
    """Requests a second of one client address."""
    block_seconds: NotRequired[int]
    """Seconds for which whoever went over is refused altogether. Default: 0, only what is too much."""


class VaultLimitsArgs(TypedDict):
    """Inputs of `VaultLimits`."""

    requests_per_second: NotRequired[float]
    """Requests a second of one client address, wherever no limit of its own holds. Default: 200."""
    paths: NotRequired[dict[str, VaultPathLimitArgs]]
    """Name → limit of a path. Default: none."""


class PathLimit(ComponentInput):
    """Parsed `VaultPathLimitArgs`."""

    path: MountPath
    requests_per_second: _Rate
    block_seconds: int = pydantic.Field(default=0, ge=0, le=86_400)


class Limits(ComponentInput):
    """Parsed `VaultLimitsArgs`."""

    requests_per_second: _Rate = 200
    paths: dict[Label, PathLimit] = pydantic.Field(default_factory=dict)


class VaultLimits(pulumi.ComponentResource):
    """A limit for everything, and one for each path that is named."""

    names: list[str]
    """Names of the limits."""

    def __init__(self, name: str, args: VaultLimitsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Limits.parse(name, args)
        super().__init__("ai-zones:index:VaultLimits", name, {}, children_wait(opts))
        vault.QuotaRateLimit(child(name, "all"), name="all", path="", rate=given.requests_per_second, interval=1, opts=after(self))
        for label, limit in sorted(given.paths.items()):
            vault.QuotaRateLimit(
                child(name, label),
                name=label,
                path=limit.path,
                rate=limit.requests_per_second,
                interval=1,
                block_interval=limit.block_seconds,
                opts=after(self),
            )
        self.names = ["all", *sorted(given.paths)]
        self.register_outputs({"names": self.names})
