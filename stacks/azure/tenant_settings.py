"""Settings of the tenant's stack: `stacks/Pulumi.azure-tenant.yaml`, checked before anything is registered.

Source: Pulumi documentation, "Configuration", "Structured configuration" (the engine hands structured values over as JSON text).
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field

from ai_zones.plan import Fault, ZoneName
from ai_zones.plan.errors import choose, listed, shown
from ai_zones.plan.fields import AZone, Part, Truth
from stacks import values
from stacks.azure import values as azure
from stacks.errors import PROJECT, SettingsError
from stacks.reading import decoded, own_keys, parsed

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
_OF_ZONES: Final = {"log_retention_days", "store_retention_days"}
"""Pulumi.yaml gives their defaults to every stack of the project."""
KEYS: Final = tuple(TenantConfig.model_fields)
_NEEDED: Final = tuple(name for name, field in TenantConfig.model_fields.items() if field.is_required())


class TenantSettings(Part):
    """Sound settings of the tenant's stack."""

    stack: str
    config: TenantConfig

    @classmethod
    def from_config(cls, stack: str, config: Mapping[str, Any]) -> Self:
        """Settings from the engine's configuration. Raises `SettingsError`, which lists every fault."""
        faults: list[Fault] = []
        own = {key: value for key, value in own_keys(config).items() if key not in _OF_ZONES}
        given = decoded(own, set(KEYS) - _TEXTS, faults)
        if missing := [key for key in _NEEDED if key not in given]:
            faults += [Fault(f"{PROJECT}:{key}", "is missing", f"see stacks/{SCHEMA_FILE.name}", "add the key") for key in missing]
            raise SettingsError(stack, faults)
        whole = _judged(given, faults)
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


def _judged(given: Mapping[str, Any], faults: list[Fault]) -> TenantConfig | None:
    before = len(faults)
    needed = {key: given[key] for key in _NEEDED}
    # First what is needed: without it there is nothing that the rest could be judged with.
    try:
        parsed(TenantConfig, KEYS, f"stacks/{SCHEMA_FILE.name}", needed, faults)
    except ValueError:
        return None
    if len(faults) > before:
        return None
    whole = parsed(TenantConfig, KEYS, f"stacks/{SCHEMA_FILE.name}", given, faults)
    return whole if len(faults) == before else None


def _disagreements(config: TenantConfig) -> list[Fault]:
    faults = []
    holders: dict[str, str] = {}
    for name, environment in config.environments.items():
        for zone, subscription in environment.subscriptions.items():
            place = f"{PROJECT}:environments.{name}.subscriptions.{zone}"
            if subscription in holders:
                problem = f"{shown(subscription)} is that of {holders[subscription]} too"
                faults.append(Fault(place, problem, "one subscription a zone", "give the zone a subscription of its own"))
            holders.setdefault(subscription, f"{name}.{zone}")
    if config.people is not None and config.people.environment not in config.environments:
        given, known = config.people.environment, list(config.environments)
        faults.append(Fault(f"{PROJECT}:people.environment", f"{shown(given)} is no environment", listed(known), choose(given, known)))
    return faults


def is_tenant(config: Mapping[str, Any]) -> bool:
    """Whether a stack's configuration asks for this program."""
    return config.get(f"{PROJECT}:kind") == KIND


def schema_text() -> str:
    """JSON Schema of the stack file, for completion in editors: `python -m stacks.azure.tenant_settings` writes it.

    Source: JSON Schema draft 2020-12.
    """
    model = TenantConfig.model_json_schema(ref_template="#/$defs/{model}")
    definitions = model.pop("$defs", {})
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "AI Zones tenant stack file",
        "type": "object",
        "required": ["config"],
        "properties": {
            "config": {
                "type": "object",
                "required": [f"{PROJECT}:{key}" for key in model["required"]],
                "properties": {f"{PROJECT}:{key}": entry for key, entry in model["properties"].items()},
                "patternProperties": {f"^(?!{PROJECT}:)": True},
                "additionalProperties": False,
            }
        },
        "$defs": definitions,
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
