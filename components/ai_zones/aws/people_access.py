"""Roles of people in IAM Identity Center: permission sets with separated duties, given to groups, account by account.

Nobody has a permission set with administration at hand; break-glass is one hour, and raises an alarm when its credentials are taken.
Whether one person sits in two groups is the identity provider's to refuse: this component refuses one group for two duties.
Sources: IAM Identity Center User Guide, "Permission sets", "Set session duration", "Assign user or group access to AWS accounts", "CloudTrail
use cases for IAM Identity Center" (`GetRoleCredentials`, `Federate` with `role_name`); Amazon EventBridge User Guide, "AWS service events
delivered via AWS CloudTrail"; 45 CFR 164.308(a)(3), 164.312(a)(2)(ii) (emergency access procedure).
"""

import re
from typing import Final, NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_aws import cloudwatch, ssoadmin

from ai_zones.aws.naming import child
from ai_zones.aws.org_documents import minified
from ai_zones.aws.people_policies import PeopleRole, Places, document
from ai_zones.aws.validation import AccountId, ComponentInput, Reference, ZoneText
from ai_zones.plan.names import ZoneName

_INSTANCE: Final = re.compile(r"arn:aws(-[a-z]{1,5}){0,3}:sso:::instance/(sso)?ins-[a-zA-Z0-9-.]{16}")
_GROUP: Final = re.compile(r"([0-9a-f]{10}-)?[A-Fa-f0-9]{8}(-[A-Fa-f0-9]{4}){3}-[A-Fa-f0-9]{12}")

SESSION: Final = {
    PeopleRole.PLATFORM_ENGINEER: "PT4H",
    PeopleRole.SECURITY_REVIEWER: "PT8H",
    PeopleRole.DATA_STEWARD: "PT4H",
    PeopleRole.ML_ENGINEER: "PT8H",
    PeopleRole.BREAK_GLASS: "PT1H",
}
"""How long a session lasts."""

BOUNDARY: Final = {
    PeopleRole.PLATFORM_ENGINEER: "PowerUserAccess",
    PeopleRole.SECURITY_REVIEWER: None,
    PeopleRole.DATA_STEWARD: "PowerUserAccess",
    PeopleRole.ML_ENGINEER: None,
    PeopleRole.BREAK_GLASS: None,
}
"""AWS managed policy that bounds the set. No such policy holds what reviewers need (to decrypt the archive) or ML engineers (to pass their
jobs' role) and not far more; their own documents are closed lists."""

ZONES: Final = {
    PeopleRole.PLATFORM_ENGINEER: frozenset(ZoneName),
    PeopleRole.SECURITY_REVIEWER: frozenset(ZoneName),
    PeopleRole.DATA_STEWARD: frozenset({ZoneName.PHI, ZoneName.DEIDENTIFICATION, ZoneName.TRAINING, ZoneName.CONTROL}),
    PeopleRole.ML_ENGINEER: frozenset({ZoneName.TRAINING, ZoneName.INFERENCE}),
    PeopleRole.BREAK_GLASS: frozenset(ZoneName),
}
"""Zones in whose accounts a role works."""


class AwsPeopleAccessArgs(TypedDict):
    """Inputs of `AwsPeopleAccess`."""

    instance_arn: str
    """Instance of IAM Identity Center."""
    zone_account_ids: dict[str, str]
    """Account of each zone."""
    group_ids: dict[str, str]
    """Role (`platform-engineer`, `security-reviewer`, `data-steward`, `ml-engineer`, `break-glass`) → id of its group. A role without a
    group gets no permission set."""
    review_account_ids: NotRequired[dict[str, str]]
    """Further accounts that security reviewers read: the log archive, delegated administration. Default: none."""
    alarm_topic_arn: NotRequired[pulumi.Input[str] | None]
    """SNS topic that is told when somebody breaks the glass; needed with the role `break-glass`. Its policy lets EventBridge publish."""
    deploy_role_name: NotRequired[str]
    """Role that platform engineers assume to deploy, in every account. Default: `ai-zones-deploy`."""
    log_archive_bucket: NotRequired[str]
    """Name, or pattern with `*`, of the log archive. Default: `*-log-archive-*`."""
    waivers_bucket: NotRequired[str]
    """Name, or pattern with `*`, of the bucket with waivers. Default: `*-waivers-*`."""
    approvals_table: NotRequired[str]
    """Name, or pattern with `*`, of the tables with approvals. Default: `*-approvals`."""
    tags: NotRequired[dict[str, str]]
    """Tags of permission sets and the alarm. Default: none."""


class PeopleAccess(ComponentInput):
    """Parsed `AwsPeopleAccessArgs`."""

    instance_arn: str
    zone_account_ids: dict[ZoneText, AccountId] = pydantic.Field(min_length=1)
    group_ids: dict[PeopleRole, str]
    review_account_ids: dict[str, AccountId] = pydantic.Field(default_factory=dict)
    alarm_topic_arn: Reference | None = None
    deploy_role_name: str = pydantic.Field(default="ai-zones-deploy", pattern=r"^[\w+=,.@-]{1,64}$")
    log_archive_bucket: str = "*-log-archive-*"
    waivers_bucket: str = "*-waivers-*"
    approvals_table: str = "*-approvals"
    tags: dict[str, str] = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _duties_are_apart(self) -> "PeopleAccess":
        if not _INSTANCE.fullmatch(self.instance_arn):
            raise ValueError(
                f"instance_arn: given {self.instance_arn!r}, must be the ARN of an instance: arn:aws:sso:::instance/ssoins-..."
            )
        held: dict[str, PeopleRole] = {}
        for role, group in self.group_ids.items():
            if not _GROUP.fullmatch(group):
                raise ValueError(f"group_ids.{role}: given {group!r}, must be the id of a group in the identity store")
            if group in held:
                raise ValueError(
                    f"group_ids.{role}: {group} is the group of {held[group]} too; nobody has two duties: make a group for each"
                )
            held[group] = role
        if PeopleRole.BREAK_GLASS in self.group_ids and self.alarm_topic_arn is None:
            raise ValueError("alarm_topic_arn: is required with the role break-glass; nobody breaks the glass unheard")
        near = {self.zone_account_ids.get(zone) for zone in ZONES[PeopleRole.ML_ENGINEER]} - {None}
        for zone in (ZoneName.PHI, ZoneName.DEIDENTIFICATION):
            if PeopleRole.ML_ENGINEER in self.group_ids and self.zone_account_ids.get(zone) in near:
                raise ValueError(f"group_ids.ml-engineer: zone {zone} shares an account with training or inference; give it one of its own")
        return self

    def places(self) -> Places:
        """What the documents speak of."""
        return Places(
            partition=self.instance_arn.split(":")[1],
            deploy_role_name=self.deploy_role_name,
            approvals_table=self.approvals_table,
            waivers_bucket=self.waivers_bucket,
            log_archive_bucket=self.log_archive_bucket,
        )

    def accounts_of(self, role: PeopleRole) -> dict[str, str]:
        """Name → account in which a role works; each account once."""
        named = {zone: account for zone, account in self.zone_account_ids.items() if ZoneName(zone) in ZONES[role]}
        if role is PeopleRole.SECURITY_REVIEWER:
            named |= self.review_account_ids
        once: dict[str, str] = {}
        for key, account in sorted(named.items()):
            if account not in once.values():
                once[key] = account
        return once


class AwsPeopleAccess(pulumi.ComponentResource):
    """Permission sets, their policies, boundaries and assignments, and the alarm of break-glass."""

    permission_set_arns: pulumi.Output[dict[str, str]]
    """Permission set of each role."""

    def __init__(self, name: str, args: AwsPeopleAccessArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        people = PeopleAccess.parse(name, args)
        super().__init__("ai-zones:index:AwsPeopleAccess", name, {}, opts)
        self._people = people
        self._here = pulumi.ResourceOptions(parent=self)
        arns = {role.value: self._role(name, role, group) for role, group in sorted(people.group_ids.items())}
        if PeopleRole.BREAK_GLASS in people.group_ids:
            self._alarm(name)
        self.permission_set_arns = pulumi.Output.all(**arns)
        self.register_outputs({"permissionSetArns": self.permission_set_arns})

    def _role(self, name: str, role: PeopleRole, group: str) -> pulumi.Output[str]:
        people = self._people
        # No relay state: where a session begins in the console is not for a configuration to redirect.
        permission_set = ssoadmin.PermissionSet(
            child(name, role),
            name=role.value,
            description=f"AI Zones: {role.value}",
            instance_arn=people.instance_arn,
            session_duration=SESSION[role],
            tags=people.tags or None,
            opts=self._here,
        )
        common = {"instance_arn": people.instance_arn, "permission_set_arn": permission_set.arn}
        inline = ssoadmin.PermissionSetInlinePolicy(
            child(name, role, "policy"), inline_policy=document(role, people.places()), opts=self._here, **common
        )
        held: list[pulumi.Resource] = [inline]
        if (boundary := BOUNDARY[role]) is not None:
            arn = f"arn:{people.places().partition}:iam::aws:policy/{boundary}"
            bounds = ssoadmin.PermissionsBoundaryAttachmentPermissionsBoundaryArgs(managed_policy_arn=arn)
            held.append(
                ssoadmin.PermissionsBoundaryAttachment(
                    child(name, role, "boundary"), permissions_boundary=bounds, opts=self._here, **common
                )
            )
        for key, account in people.accounts_of(role).items():
            # Assigned last: nobody works with a set that has no denies and no boundary yet.
            ssoadmin.AccountAssignment(
                child(name, role, "in", key),
                principal_id=group,
                principal_type="GROUP",
                target_id=account,
                target_type="AWS_ACCOUNT",
                opts=pulumi.ResourceOptions(parent=self, depends_on=held),
                **common,
            )
        arn_output: pulumi.Output[str] = permission_set.arn
        return arn_output

    def _alarm(self, name: str) -> None:
        pattern = {
            "source": ["aws.sso"],
            "detail-type": ["AWS Service Event via CloudTrail"],
            "detail": {
                "eventSource": ["sso.amazonaws.com"],
                "eventName": ["Federate", "GetRoleCredentials"],
                "serviceEventDetails": {"role_name": [PeopleRole.BREAK_GLASS.value]},
            },
        }
        rule = cloudwatch.EventRule(
            child(name, "break-glass-alarm"),
            name=child(name, "break-glass-alarm"),
            description="Somebody takes credentials of break-glass",
            event_pattern=minified(pattern),
            state="ENABLED",
            tags=self._people.tags or None,
            opts=self._here,
        )
        cloudwatch.EventTarget(
            child(name, "break-glass-alarm", "topic"), rule=rule.name, target_id="topic", arn=self._people.alarm_topic_arn, opts=self._here
        )
