"""Guardrails of the organization: control, declarative, tag, backup and opt-out policies, attached to units or accounts.

Above all zones stands what holds everywhere; at each zone what is its own. A policy of a parent reaches every account below it, so an
account meets both. When a statement moves from one document to another, both are changed in one update, one after the other.
Sources: AWS Organizations User Guide, "Managing organization policies with AWS Organizations", "SCP evaluation" (five a target), and the
pages that `org_scp`, `org_rcp` and `org_management` name; 45 CFR 164.308(a)(4) (information access management).
"""

from typing import Any, NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_aws import organizations

from ai_zones.aws import org_management, org_rcp, org_scp
from ai_zones.aws.naming import child, partition_of
from ai_zones.aws.org_documents import MAX_MANAGEMENT_POLICY, MAX_OPT_OUT_POLICY, TooLargeError, fits, split
from ai_zones.aws.validation import AccountId, ComponentInput, InvalidInputError, OrganizationId, Reference, Region, ZoneText
from ai_zones.plan.names import ZoneName

SCP = "SERVICE_CONTROL_POLICY"
RCP = "RESOURCE_CONTROL_POLICY"
DECLARATIVE = "DECLARATIVE_POLICY_EC2"
POLICY_TYPES = (SCP, RCP, DECLARATIVE, "TAG_POLICY", "BACKUP_POLICY", "AISERVICES_OPT_OUT_POLICY")
"""Types that the organization must have enabled: `AwsOrganizationFeatures` does."""


class AwsGuardrailTargetArgs(TypedDict):
    """A unit or account that holds one zone, or several that share it."""

    target_id: pulumi.Input[str]
    """Organizational unit (`ou-...`) or account (12 digits). Not the root."""
    zones: list[str]
    """Zones that its accounts hold; one, but for development accounts that several share."""
    services: NotRequired[list[str]]
    """Cloud services of the plan for these zones. Default: the zones' ceiling."""


class AwsBackupRuleArgs(TypedDict):
    """Nightly backup of stores tagged `data-class: phi`."""

    vault_name: str
    """Backup vault that every account has under this name."""
    role_name: str
    """IAM role that every account has under this name, for AWS Backup."""
    retention_days: NotRequired[int]
    """Days that a recovery point is kept, 7 to 36,500. Default: 35."""


class AwsOrganizationGuardrailsArgs(TypedDict):
    """Inputs of `AwsOrganizationGuardrails`."""

    organization_id: str
    """The organization (`o-...`) whose identities may reach its resources. A wrong one locks everybody out."""
    allowed_regions: list[str]
    """Regions in which anything may be asked for; global services are spared."""
    parents: dict[str, pulumi.Input[str]]
    """Root, units or accounts that get what holds everywhere, by a stable name. Usually the unit above all zones."""
    targets: dict[str, AwsGuardrailTargetArgs]
    """Units or accounts that get what is a zone's own, by a stable name. They stand below the parents."""
    deploy_role_names: NotRequired[list[str]]
    """Roles that build the zones, in every account. Default: `ai-zones-deploy`."""
    administrator_role_names: NotRequired[list[str]]
    """Roles that may change detection. Default: none."""
    trusted_account_ids: NotRequired[list[str]]
    """Accounts of others that may pass the data perimeter where a resource's own policy lets them. Default: none."""
    backup: NotRequired[AwsBackupRuleArgs | None]
    """Backups that accounts inherit. Default: none; stores keep their own."""
    contact: NotRequired[str]
    """What people read when a declarative policy refuses them. Default: names this component."""
    removable: NotRequired[bool]
    """Lifts Pulumi's protection of policies and attachments. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Tags of the policies. Default: none."""


class GuardrailTarget(pydantic.BaseModel):
    """Parsed `AwsGuardrailTargetArgs`."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
    target_id: Reference
    zones: list[ZoneText] = pydantic.Field(min_length=1)
    services: list[str] | None = None


class BackupRule(pydantic.BaseModel):
    """Parsed `AwsBackupRuleArgs`."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)
    vault_name: str = pydantic.Field(pattern=r"^[a-zA-Z0-9_-]{2,50}$")
    role_name: str = pydantic.Field(pattern=r"^[\w+=,.@-]{1,64}$")
    retention_days: int = pydantic.Field(default=35, ge=7, le=36500)


class OrganizationGuardrails(ComponentInput):
    """Parsed `AwsOrganizationGuardrailsArgs`."""

    organization_id: OrganizationId
    allowed_regions: list[Region] = pydantic.Field(min_length=1)
    parents: dict[str, Reference] = pydantic.Field(min_length=1)
    targets: dict[str, GuardrailTarget]
    deploy_role_names: list[str] = pydantic.Field(default_factory=lambda: ["ai-zones-deploy"], min_length=1)
    administrator_role_names: list[str] = pydantic.Field(default_factory=list)
    trusted_account_ids: list[AccountId] = pydantic.Field(default_factory=list)
    backup: BackupRule | None = None
    contact: str = "Refused by the organization's AI Zones guardrails."
    removable: bool = False
    tags: dict[str, str] = pydantic.Field(default_factory=dict)

    def everywhere(self) -> dict[str, tuple[str, str]]:
        """Policies of the parents: name → (type, text)."""
        statements = org_scp.everywhere(
            organization_id=self.organization_id,
            regions=self.allowed_regions,
            deploy_role_names=self.deploy_role_names,
            administrator_role_names=self.administrator_role_names,
        )
        found = _numbered("scp", SCP, split(statements))
        found |= _numbered("rcp", RCP, split(org_rcp.perimeter(self.organization_id, self.trusted_account_ids)))
        management: dict[str, tuple[str, dict[str, Any], int]] = {
            "ec2-defaults": (DECLARATIVE, org_management.ec2_defaults(self.contact), MAX_MANAGEMENT_POLICY),
            "tags": ("TAG_POLICY", org_management.tags(), MAX_MANAGEMENT_POLICY),
            "ai-opt-out": ("AISERVICES_OPT_OUT_POLICY", org_management.ai_opt_out(), MAX_OPT_OUT_POLICY),
        }
        if self.backup:
            document = org_management.backups(
                vault_name=self.backup.vault_name,
                role_name=self.backup.role_name,
                regions=self.allowed_regions,
                retention_days=self.backup.retention_days,
                partition=partition_of(self.allowed_regions[0]),
            )
            management["backup"] = ("BACKUP_POLICY", document, MAX_MANAGEMENT_POLICY)
        return found | {name: (kind, fits(document, limit, name)) for name, (kind, document, limit) in management.items()}

    def of_target(self, target: GuardrailTarget) -> dict[str, tuple[str, str]]:
        """Policies of one target: name → (type, text)."""
        zones = [ZoneName(zone) for zone in target.zones]
        blocks = {org_management.internet_block(zone) for zone in zones}
        # Accounts that share zones take the widest of them.
        order = (org_management.InternetBlock.OFF, org_management.InternetBlock.INGRESS, org_management.InternetBlock.BOTH)
        internet = org_management.ec2_internet(next(mode for mode in order if mode in blocks))
        found = _numbered("scp", SCP, split(org_scp.of_zones(zones, target.services)))
        return found | {"internet": (DECLARATIVE, fits(internet, MAX_MANAGEMENT_POLICY, "internet"))}


def _numbered(stem: str, kind: str, texts: list[str]) -> dict[str, tuple[str, str]]:
    return {f"{stem}-{number}": (kind, text) for number, text in enumerate(texts, start=1)}


class AwsOrganizationGuardrails(pulumi.ComponentResource):
    """Policies of the organization for AI zones. Protected: `destroy` refuses them."""

    policy_ids: pulumi.Output[dict[str, str]]
    """Id of each policy, by its name."""

    def __init__(self, name: str, args: AwsOrganizationGuardrailsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        guardrails = OrganizationGuardrails.parse(name, args)
        try:
            everywhere = guardrails.everywhere()
            own = {key: guardrails.of_target(target) for key, target in sorted(guardrails.targets.items())}
        except TooLargeError as error:
            raise InvalidInputError(
                f"AwsOrganizationGuardrails {name!r} can't be built: {error}. Give fewer roles, accounts, regions or services."
            ) from None
        super().__init__("ai-zones:index:AwsOrganizationGuardrails", name, {}, opts)
        self._guardrails = guardrails
        # A component's own `depends_on` holds back no child; and a policy needs an organization that has enabled its type.
        self._after = opts.depends_on if opts else None
        ids: dict[str, pulumi.Output[str]] = {}
        for key, (kind, text) in everywhere.items():
            ids[key] = self._policy(name, (key,), kind, text, guardrails.parents)
        for target, policies in own.items():
            for key, (kind, text) in policies.items():
                at = {target: guardrails.targets[target].target_id}
                ids[f"{target}-{key}"] = self._policy(name, (target, key), kind, text, at)
        self.policy_ids = pulumi.Output.all(**ids)
        self.register_outputs({"policyIds": self.policy_ids})

    def _policy(self, name: str, parts: tuple[str, ...], kind: str, text: str, targets: dict[str, Any]) -> pulumi.Output[str]:
        options = pulumi.ResourceOptions(parent=self, protect=not self._guardrails.removable, depends_on=self._after)
        policy = organizations.Policy(
            child(name, *parts),
            name=child(name, *parts),
            description="AI Zones guardrail: " + " ".join(parts),
            type=kind,
            content=text,
            tags=self._guardrails.tags or None,
            opts=options,
        )
        for key, target in sorted(targets.items()):
            places = parts if key in parts else (*parts, key)
            organizations.PolicyAttachment(child(name, *places, "attached"), policy_id=policy.id, target_id=target, opts=options)
        identity: pulumi.Output[str] = policy.id
        return identity
