"""Organizational units: one for the zones, below it one an environment, below that one a zone, and one for security accounts.

Accounts are adopted by id and never closed. A new account is first adopted where it stands; only with `move` it comes under its unit's
policies, so that nobody locks an account by adding it to a list.
Sources: AWS whitepaper "Organizing Your AWS Environment Using Multiple Accounts", "Recommended OUs and accounts"; AWS Organizations User
Guide, "Moving accounts to an organizational unit (OU) or between the root and OUs"; Pulumi documentation, "Import resources" (an import must
match what is there, so the parent is left alone until then).
"""

from typing import NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_aws import organizations

from ai_zones.aws.naming import child
from ai_zones.aws.validation import AccountId, ComponentInput, Reference, ZoneText

SECURITY = "security"
"""Unit of the log archive and of delegated administration: no zone, and none of the zones' own policies."""


class AwsAdoptedAccountArgs(TypedDict):
    """An account that exists already."""

    account_id: str
    """Its id, 12 digits."""
    name: str
    """Its name, as Organizations shows it."""
    email: str
    """The address of its root user, as Organizations shows it."""
    environment: NotRequired[str]
    """Environment whose unit it belongs in. Default: none, for security accounts."""
    zone: NotRequired[str]
    """Zone whose unit it belongs in. Default: none; with an environment alone it belongs in that unit."""
    move: NotRequired[bool]
    """Moves it into its unit. Default: false; set it once the account is adopted."""


class AwsOrganizationUnitsArgs(TypedDict):
    """Inputs of `AwsOrganizationUnits`."""

    root_id: pulumi.Input[str]
    """Root of the organization (`r-...`), or the unit under which everything stands."""
    environments: dict[str, list[str]]
    """Environment → zones that have a unit of their own in it. An empty list: its accounts are shared by all zones."""
    accounts: NotRequired[dict[str, AwsAdoptedAccountArgs]]
    """Accounts to adopt, by a stable name. Default: none; policies can be attached to units or accounts without."""
    removable: NotRequired[bool]
    """Lifts Pulumi's protection. Accounts stay members all the same; a unit with accounts in it can't go. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Tags of the units. Default: none."""


class AdoptedAccount(pydantic.BaseModel):
    """Parsed `AwsAdoptedAccountArgs`."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)
    account_id: AccountId
    name: str = pydantic.Field(min_length=1, max_length=50)
    email: str = pydantic.Field(min_length=6, max_length=64, pattern=r"^[^\s@]+@[^\s@]+\.[^\s@]+$")
    environment: str | None = None
    zone: ZoneText | None = None
    move: bool = False


class OrganizationUnits(ComponentInput):
    """Parsed `AwsOrganizationUnitsArgs`."""

    root_id: Reference
    environments: dict[str, list[ZoneText]] = pydantic.Field(min_length=1)
    accounts: dict[str, AdoptedAccount] = pydantic.Field(default_factory=dict)
    removable: bool = False
    tags: dict[str, str] = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _accounts_have_a_unit(self) -> "OrganizationUnits":
        seen: dict[str, str] = {}
        for key, account in self.accounts.items():
            if account.account_id in seen:
                raise ValueError(f"accounts.{key}: account {account.account_id} stands here already as {seen[account.account_id]}")
            seen[account.account_id] = key
            zones = self.environments.get(account.environment or "")
            if account.environment is not None and zones is None:
                allowed = ", ".join(self.environments)
                raise ValueError(f"accounts.{key}.environment: given {account.environment!r}, must be one of {allowed}")
            if account.zone is not None and account.zone not in (zones or ()):
                raise ValueError(f"accounts.{key}.zone: {account.environment or 'no environment'} has no unit of zone {account.zone}")
        return self


class AwsOrganizationUnits(pulumi.ComponentResource):
    """Units and adopted accounts. Units are protected; accounts are never closed and stay members when the stack goes."""

    zones_unit_id: pulumi.Output[str]
    """The unit above every environment."""
    security_unit_id: pulumi.Output[str]
    """The unit of security accounts."""
    unit_ids: pulumi.Output[dict[str, str]]
    """Unit of each environment (`prod`) and of each zone in it (`prod-phi`)."""

    def __init__(self, name: str, args: AwsOrganizationUnitsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        units = OrganizationUnits.parse(name, args)
        super().__init__("ai-zones:index:AwsOrganizationUnits", name, {}, opts)
        self._units = units
        top = self._unit(child(name, "zones"), name, units.root_id)
        security = self._unit(child(name, SECURITY), f"{name}-{SECURITY}", units.root_id)
        self.units: dict[str, organizations.OrganizationalUnit] = {}
        for environment, zones in sorted(units.environments.items()):
            parent = self._unit(child(name, environment), environment, top.id)
            self.units[environment] = parent
            for zone in sorted(zones):
                self.units[f"{environment}-{zone}"] = self._unit(child(name, environment, zone), zone, parent.id)
        for key, account in sorted(units.accounts.items()):
            unit = "-".join(part for part in (account.environment, account.zone) if part)
            self._adopt(child(name, "account", key), account, self.units[unit].id if unit else security.id)
        self.zones_unit_id = top.id
        self.security_unit_id = security.id
        self.unit_ids = pulumi.Output.all(**{key: unit.id for key, unit in self.units.items()})
        self.register_outputs({"zonesUnitId": top.id, "securityUnitId": security.id, "unitIds": self.unit_ids})

    def _unit(self, name: str, title: str, parent: pulumi.Input[str]) -> organizations.OrganizationalUnit:
        return organizations.OrganizationalUnit(
            name,
            name=title,
            parent_id=parent,
            tags=self._units.tags or None,
            opts=pulumi.ResourceOptions(parent=self, protect=not self._units.removable),
        )

    def _adopt(self, name: str, account: AdoptedAccount, unit: pulumi.Input[str]) -> organizations.Account:
        # What stands only in CreateAccount can't be read back, and names and tags belong to whoever vends accounts.
        left_alone = ["createGovcloud", "email", "iamUserAccessToBilling", "name", "roleName", "tags"]
        return organizations.Account(
            name,
            name=account.name,
            email=account.email,
            parent_id=unit,
            close_on_deletion=False,
            opts=pulumi.ResourceOptions(
                parent=self,
                protect=not self._units.removable,
                retain_on_delete=True,
                import_=account.account_id,
                ignore_changes=left_alone if account.move else [*left_alone, "closeOnDeletion", "parentId"],
            ),
        )
