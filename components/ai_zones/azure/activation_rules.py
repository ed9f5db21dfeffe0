"""Rules by which an eligible role becomes active: second factor, a reason, another group's word, and an end.

Sources: Microsoft Entra Privileged Identity Management documentation, "Configure Azure resource role settings in Privileged Identity Management",
"Rules in PIM: mapping guide" (ids of rules, callers, levels), Azure REST reference, "Role Management Policies"; NIST SP 800-53 AC-2(2), AC-5.
"""

from collections.abc import Sequence
from typing import Any, Final

from pulumi_azure_native import authorization

APPROVAL_DAYS: Final = 1
ELIGIBLE_DAYS: Final = 365


def activation_rules(*, hours: int, approver_group_id: str | None, emails: Sequence[str]) -> list[Any]:
    """Rules of one role on one scope. Without approvers nobody needs to agree, which break-glass alone may be."""
    user, admin = ("EndUser", "Assignment"), ("Admin", "Assignment")
    return [
        _expires(*user, f"PT{hours}H"),
        _asks(*user),
        authorization.RoleManagementPolicyApprovalRuleArgs(
            id="Approval_EndUser_Assignment",
            rule_type="RoleManagementPolicyApprovalRule",
            setting=_approval(approver_group_id),
            target=_target(*user),
        ),
        # Nobody holds the role without activating it, but for the day on which an administrator must give it at once.
        _expires(*admin, "P1D"),
        _asks(*admin),
        _expires("Admin", "Eligibility", f"P{ELIGIBLE_DAYS}D"),
        authorization.RoleManagementPolicyNotificationRuleArgs(
            id="Notification_Admin_EndUser_Assignment",
            rule_type="RoleManagementPolicyNotificationRule",
            notification_type="Email",
            recipient_type="Admin",
            notification_level="All",
            is_default_recipients_enabled=True,
            notification_recipients=sorted(set(emails)),
            target=_target(*user),
        ),
    ]


def _target(caller: str, level: str) -> authorization.RoleManagementPolicyRuleTargetArgs:
    return authorization.RoleManagementPolicyRuleTargetArgs(
        caller=caller, level=level, operations=["All"], target_objects=[], inheritable_settings=[], enforced_settings=[]
    )


def _expires(caller: str, level: str, after: str) -> authorization.RoleManagementPolicyExpirationRuleArgs:
    return authorization.RoleManagementPolicyExpirationRuleArgs(
        id=f"Expiration_{caller}_{level}",
        rule_type="RoleManagementPolicyExpirationRule",
        is_expiration_required=True,
        maximum_duration=after,
        target=_target(caller, level),
    )


def _asks(caller: str, level: str) -> authorization.RoleManagementPolicyEnablementRuleArgs:
    """A second factor and a reason."""
    return authorization.RoleManagementPolicyEnablementRuleArgs(
        id=f"Enablement_{caller}_{level}",
        rule_type="RoleManagementPolicyEnablementRule",
        enabled_rules=["MultiFactorAuthentication", "Justification"],
        target=_target(caller, level),
    )


def _approval(group_id: str | None) -> authorization.ApprovalSettingsArgs:
    if group_id is None:
        return authorization.ApprovalSettingsArgs(is_approval_required=False, approval_mode="NoApproval", approval_stages=[])
    approvers = authorization.UserSetArgs(id=group_id, user_type="Group", is_backup=False)
    return authorization.ApprovalSettingsArgs(
        is_approval_required=True,
        is_approval_required_for_extension=True,
        is_requestor_justification_required=True,
        approval_mode="SingleStage",
        approval_stages=[
            authorization.ApprovalStageArgs(
                approval_stage_time_out_in_days=APPROVAL_DAYS,
                is_approver_justification_required=True,
                is_escalation_enabled=False,
                primary_approvers=[approvers],
            )
        ],
    )
