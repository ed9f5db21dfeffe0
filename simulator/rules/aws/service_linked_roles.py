"""Roles that only one AWS service may take; an account has one of each.

Sources: IAM API Reference, CreateServiceLinkedRole, DeleteServiceLinkedRole; IAM User Guide, "Create a service-linked role"; Pulumi Registry,
aws.iam.ServiceLinkedRole (the id is the ARN).
"""

from collections.abc import Iterator
from typing import Final

from simulator.rules import Action, Fault, Length, Properties, Rules, unique
from simulator.rules.aws.identities import unique_id

ROLE: Final = "aws:iam/serviceLinkedRole:ServiceLinkedRole"
_CREATE: Final = "IAM API Reference, CreateServiceLinkedRole"
NAMES: Final = {
    "access-analyzer.amazonaws.com": "AWSServiceRoleForAccessAnalyzer",
    "autoscaling.amazonaws.com": "AWSServiceRoleForAutoScaling",
    "backup.amazonaws.com": "AWSServiceRoleForBackup",
    "config.amazonaws.com": "AWSServiceRoleForConfig",
    "guardduty.amazonaws.com": "AWSServiceRoleForAmazonGuardDuty",
    "reports.backup.amazonaws.com": "AWSServiceRoleForBackupReports",
    "restore-testing.backup.amazonaws.com": "AWSServiceRoleForBackupRestoreTesting",
    "securityhub.amazonaws.com": "AWSServiceRoleForSecurityHub",
}
"""Service → name of its role ("AWS services that work with IAM" and each service's own page)."""

role = Rules(
    ROLE,
    source="IAM API Reference, CreateServiceLinkedRole; Pulumi Registry, aws.iam.ServiceLinkedRole",
    second_source="botocore, cfn-lint",
    checks=(
        Length("awsServiceName", 1, 128, source=_CREATE),
        Length("description", 0, 1000, source=_CREATE),
        Length("customSuffix", 1, 64, source=_CREATE),
    ),
    immutable={"awsServiceName", "customSuffix"},
    unique=(
        unique(
            "name",
            scope="account",
            code="InvalidInput",
            message="Service role name {name} has been taken in this account, please try a different suffix.",
        ),
    ),
    id=lambda action: f"arn:{action.partition}:iam::{action.account}:role{_path(action)}{_name(action)}",
    outputs={"arn": "{id}", "createDate": "{now}"},
)


def _path(action: Action) -> str:
    return f"/aws-service-role/{action.inputs['awsServiceName']}/"


def _name(action: Action) -> str:
    service = str(action.inputs["awsServiceName"])
    made = "AWSServiceRoleFor" + "".join(part.title() for part in service.partition(".amazonaws")[0].replace("-", ".").split("."))
    suffix = action.inputs.get("customSuffix")
    return NAMES.get(service, made) + (f"_{suffix}" if suffix else "")


@role.check(source=_CREATE)
def service_name(inputs: Properties) -> Iterator[Fault]:
    """A service principal."""
    name = inputs.get("awsServiceName")
    if isinstance(name, str) and ".amazonaws.com" not in name:
        yield "awsServiceName", "must be a service principal, such as config.amazonaws.com"


@role.computes
def names(action: Action) -> Properties:
    """Name, path and unique id."""
    return {"name": _name(action), "path": _path(action), "uniqueId": unique_id(action, "AROA")}
