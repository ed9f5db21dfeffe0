"""Settings of the organization's stack: `stacks/Pulumi.aws-organization.yaml`, checked before anything is registered.

Source: Pulumi documentation, "Configuration", "Structured configuration" (the engine hands structured values over as JSON text).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Self

from pydantic import BeforeValidator, ConfigDict, Field

from ai_zones.plan import Fault
from ai_zones.plan.errors import listed, shown
from ai_zones.plan.fields import AZone, Part, Truth
from stacks import above, values
from stacks.above import environment_faults, keys_above
from stacks.errors import PROJECT, SettingsError
from stacks.reading import decoded, judged

KIND: Final = "organization"
"""Value of `ai-zones:kind` that picks this stack."""
SCHEMA_FILE: Final = Path(__file__).resolve().parent / "organization-schema.json"

Text = Annotated[str, BeforeValidator(values.text)]
Account = Annotated[str, BeforeValidator(values.account)]
OrganizationId = Annotated[str, BeforeValidator(values.organization_id)]
Role = Annotated[str, BeforeValidator(values.role_arn)]


class Environment(Part):
    """One environment: the account of each zone."""

    accounts: dict[AZone, Account] = Field(min_length=1)
    """Account of each zone. Zones of the same account share it: then they have one unit, and policy inside the account separates them."""

    def shared(self) -> bool:
        """Whether zones share accounts."""
        return len(set(self.accounts.values())) < len(self.accounts)


class Adopted(Part):
    """An account that exists already."""

    account_id: Account
    """Its id."""
    name: Text
    """Its name, as Organizations shows it."""
    email: Text
    """The address of its root user, as Organizations shows it."""
    environment: Text | None = None
    """Environment whose unit it belongs in. Default: none, for security accounts."""
    zone: AZone | None = None
    """Zone whose unit it belongs in. Default: the environment's own unit."""
    move: Truth = False
    """Moves it into its unit, under that unit's policies. Set it once the account is adopted. Default: false."""


class Backup(Part):
    """Nightly backup of stores tagged `data-class: phi`, inherited by every account."""

    vault_name: Text
    """Backup vault that every account has under this name."""
    role_name: Text
    """Role that every account has under this name, for AWS Backup."""
    retention_days: int = 35
    """Days that a recovery point is kept. Default: 35."""


class People(Part):
    """Roles of people in IAM Identity Center."""

    instance_arn: Text
    """Instance of IAM Identity Center."""
    environment: Text
    """Environment in whose accounts people work."""
    group_ids: dict[Text, Text]
    """Role → id of its group. Whoever deploys and whoever approves are different groups."""


class Baseline(Part):
    """Defaults of one account that policies of the organization can't set."""

    account_id: Account
    """The account."""
    assume_role: Role | None = None
    """Role that is assumed to set them. Default: the login's own identity."""
    zones: list[AZone] = Field(default_factory=list)
    """Zones that it holds. Default: none."""
    ec2_defaults: Truth = False
    """Sets what declarative policies set too. True only for accounts outside of the units. Default: false."""


class OrganizationConfig(Part):
    """The keys of the stack file, without their `ai-zones:` prefix."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    kind: Text
    """`organization`."""
    organization: Text
    """Short name of the organization, the first part of every policy's name."""
    organization_id: OrganizationId
    """The organization (`o-…`). A data perimeter around a wrong one would lock everybody out, so it is compared with what is there."""
    region: Text
    """Home region of IAM Identity Center and of alarms."""
    management_account_id: Account
    """Management account; the provider refuses every other."""
    assume_role: Role | None = None
    """Role that is assumed in the management account. Default: the login's own identity."""
    allowed_regions: list[Text] = Field(min_length=1)
    """Regions in which anything may be built."""
    manage_organization: Truth = True
    """Keeps policy types, trusted access and delegated administrators. False where a landing zone does; then `root_id` is needed."""
    root_id: Text | None = None
    """Root (`r-…`), or unit below which the zones' units stand. Default: the root of the managed organization."""
    environments: dict[Text, Environment] = Field(min_length=1)
    """Environments, such as `prod` and `dev`."""
    adopted_accounts: dict[Text, Adopted] = Field(default_factory=dict)
    """Accounts that this stack puts into its units. Never closed. Default: none."""
    security_accounts: dict[Text, Account] = Field(default_factory=dict)
    """Accounts without a zone that reviewers read, such as `log-archive`. Default: none."""
    delegated_account_ids: dict[Text, Account] = Field(default_factory=dict)
    """Service (`guardduty`, `config`, …) → account that administers it. Default: none."""
    further_trusted_services: list[Text] = Field(default_factory=list)
    """Service principals that keep trusted access. Default: none."""
    deploy_role_names: list[Text] = Field(default_factory=lambda: ["ai-zones-deploy"], min_length=1)
    """Roles that build the zones. Default: `ai-zones-deploy`."""
    administrator_role_names: list[Text] = Field(default_factory=list)
    """Roles that may change detection. Default: none."""
    trusted_account_ids: list[Account] = Field(default_factory=list)
    """Accounts of others that may pass the data perimeter. Default: none."""
    backup: Backup | None = None
    """Backups that accounts inherit. Default: none."""
    people: People | None = None
    """Roles of people. Default: none."""
    baselines: dict[Text, Baseline] = Field(default_factory=dict)
    """Accounts whose defaults this stack sets, one provider each. Default: none."""
    deletion_protection: Truth = True
    """Protects units, policies and attachments. Set it to false, run `up`, and only then `destroy`. Default: true."""
    tags: dict[Text, Text] = Field(default_factory=dict)
    """Further tags. Default: none."""


_TEXTS: Final = {"kind", "organization", "organization_id", "region", "management_account_id", "assume_role", "root_id"}
KEYS: Final = tuple(OrganizationConfig.model_fields)


class OrganizationSettings(OrganizationConfig):
    """Sound settings of the organization's stack."""

    stack: str
    """Name of the stack."""

    @classmethod
    def from_config(cls, stack: str, config: Mapping[str, Any]) -> Self:
        """Settings from the engine's configuration. Raises `SettingsError`, which lists every fault."""
        faults: list[Fault] = []
        given = decoded(keys_above(config), set(KEYS) - _TEXTS, faults)
        settings = judged(cls, KEYS, f"stacks/{SCHEMA_FILE.name}", {**given, "stack": stack}, faults)
        if settings is not None:
            faults.extend(settings._disagreements())
        if faults or settings is None:
            raise SettingsError(stack, faults)
        return settings

    def _disagreements(self) -> list[Fault]:
        faults = environment_faults(self.people, self.environments)
        if not self.manage_organization and self.root_id is None:
            problem = "is missing, and this stack does not manage the organization"
            faults.append(Fault(f"{PROJECT}:root_id", problem, "r-… or ou-…", "copy it from the Organizations console"))
        if self.region not in self.allowed_regions:
            allowed = f"one of {listed(self.allowed_regions)}"
            faults.append(Fault(f"{PROJECT}:region", f"{shown(self.region)} is not allowed itself", allowed, "add it to allowed_regions"))
        for name, environment in self.environments.items():
            if self.management_account_id in environment.accounts.values():
                place, problem = f"{PROJECT}:environments.{name}", "the management account holds a zone"
                faults.append(
                    Fault(place, problem, "member accounts: no control policy reaches the management account", "use another account")
                )
        return faults


def is_organization(config: Mapping[str, Any]) -> bool:
    """Whether a stack's configuration asks for this program."""
    return config.get(f"{PROJECT}:kind") == KIND


def schema_text() -> str:
    """JSON Schema of the stack file: `python -m stacks.organization_settings` writes it."""
    return above.schema_text(OrganizationConfig, "AI Zones organization stack file")


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
