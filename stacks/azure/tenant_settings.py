"""Settings of the tenant's stack: `stacks/Pulumi.azure-tenant.yaml`, checked before anything is registered.

Source: Pulumi documentation, "Configuration", "Structured configuration" (the engine hands structured values over as JSON text).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field

from ai_zones.plan import Fault, ZoneName
from ai_zones.plan.errors import shown
from ai_zones.plan.fields import AZone, Part, Truth
from stacks import above, values
from stacks.above import environment_faults, keys_above
from stacks.azure import values as azure
from stacks.errors import PROJECT, SettingsError
from stacks.reading import decoded, judged

KIND: Final = "tenant"
"""Value of `ai-zones:kind` that picks this stack."""
SCHEMA_FILE: Final = Path(__file__).resolve().parents[1] / "azure-tenant-schema.json"
WITH_ADDRESSES: Final = (ZoneName.EGRESS, ZoneName.ACCESS)
"""Zones that may have public addresses: the road out, and the door for people."""

Text = Annotated[str, BeforeValidator(values.text)]
Subscription = Annotated[str, BeforeValidator(azure.subscription_id)]
Group = Annotated[str, BeforeValidator(azure.object_id)]


class TenantEnvironment(Part):
    """One environment: the subscription of each zone."""

    subscriptions: dict[AZone, Subscription] = Field(min_length=1)
    """Subscription of each zone, one a zone."""


class TenantPeople(Part):
    """Roles of people in one environment."""

    environment: Text
    """Environment in whose subscriptions they work."""
    group_ids: dict[Text, Group]
    """Role → group of Microsoft Entra ID. Whoever deploys and whoever approves are different groups."""
    approver_group_ids: dict[Text, Group]
    """Role → group that agrees to each activation, never the role's own; for every role but `break-glass`."""
    eligible_until: Annotated[str, BeforeValidator(azure.date)]
    """Date on which everybody's eligibility ends."""
    emails: list[Text] = Field(min_length=1)
    """Who is told of each activation."""
    activation_policies: dict[Text, dict[AZone, Text]] = Field(default_factory=dict)
    """Role → zone → name of the role management policy that Azure made for the role. Default: none, and nobody is eligible yet."""


class TenantConfig(Part):
    """The keys of the stack file, without their `ai-zones:` prefix."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    cloud: Literal["azure"]
    """`azure`."""
    kind: Literal["tenant"]
    """`tenant`."""
    organization: Text
    """Short name of the organization."""
    tenant_id: Annotated[str, BeforeValidator(azure.tenant_id)]
    """Directory (tenant) of Microsoft Entra ID."""
    subscription_id: Subscription
    """Subscription that the provider logs in to; nothing is built in it."""
    management_group_id: Text
    """Name of the management group above all zones' subscriptions, which exists already."""
    locations: list[Text] = Field(min_length=1)
    """Locations in which anything may stand."""
    environments: dict[Text, TenantEnvironment] = Field(min_length=1)
    """Environments, such as `prod` and `dev`."""
    security_subscriptions: dict[Text, Subscription] = Field(default_factory=dict)
    """Our subscriptions without a zone, such as that of a hub. Default: none."""
    peered_network_ids: list[Text] = Field(default_factory=list)
    """Virtual networks that may be peered with: hubs that are adopted. Default: none."""
    left_out_guardrails: list[Text] = Field(default_factory=list)
    """Keys of guardrails that are not built, such as one whose alias this cloud does not know. Default: none."""
    audit_only: Truth = False
    """True reports what would be refused and refuses nothing, for the first weeks. Default: false."""
    people: TenantPeople | None = None
    """Roles of people. Default: none."""
    deletion_protection: Truth = True
    """Protects guardrails. Set it to false, run `up`, and only then `destroy`. Default: true."""


_TEXTS: Final = {"cloud", "kind", "organization", "tenant_id", "subscription_id", "management_group_id"}
KEYS: Final = tuple(TenantConfig.model_fields)


class TenantSettings(Part):
    """Sound settings of the tenant's stack."""

    stack: str
    config: TenantConfig

    @classmethod
    def from_config(cls, stack: str, config: Mapping[str, Any]) -> Self:
        """Settings from the engine's configuration. Raises `SettingsError`, which lists every fault."""
        faults: list[Fault] = []
        given = decoded(keys_above(config), set(KEYS) - _TEXTS, faults)
        whole = judged(TenantConfig, KEYS, f"stacks/{SCHEMA_FILE.name}", given, faults)
        if whole is not None:
            faults += _disagreements(whole)
        if faults or whole is None:
            raise SettingsError(stack, faults)
        return cls(stack=stack, config=whole)

    @property
    def subscriptions(self) -> list[str]:
        """Ours, all of them, each once."""
        zones = [one for environment in self.config.environments.values() for one in environment.subscriptions.values()]
        return sorted({*zones, *self.config.security_subscriptions.values()})

    @property
    def address_scopes(self) -> list[str]:
        """Where public addresses may stand."""
        return sorted(
            f"/subscriptions/{environment.subscriptions[zone]}"
            for environment in self.config.environments.values()
            for zone in WITH_ADDRESSES
            if zone in environment.subscriptions
        )


def _disagreements(config: TenantConfig) -> list[Fault]:
    faults = environment_faults(config.people, config.environments)
    holders: dict[str, str] = {}
    for name, environment in config.environments.items():
        for zone, subscription in environment.subscriptions.items():
            place = f"{PROJECT}:environments.{name}.subscriptions.{zone}"
            if subscription in holders:
                problem = f"{shown(subscription)} is that of {holders[subscription]} too"
                faults.append(Fault(place, problem, "one subscription a zone", "give the zone a subscription of its own"))
            holders.setdefault(subscription, f"{name}.{zone}")
    return faults


def is_tenant(config: Mapping[str, Any]) -> bool:
    """Whether a stack's configuration asks for this program."""
    return config.get(f"{PROJECT}:kind") == KIND


def schema_text() -> str:
    """JSON Schema of the stack file: `python -m stacks.azure.tenant_settings` writes it."""
    return above.schema_text(TenantConfig, "AI Zones tenant stack file")


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
