"""Search domains, engines under license and measurements: what belongs together, and what the services take for what is not given.

Sources: Amazon OpenSearch Service Developer Guide, "Fine-grained access control", "Supported instance types"; Amazon RDS User Guide, "SQL Server
Audit", "Oracle native network encryption", "Oracle Secure Sockets Layer"; each API's reference as its type names it.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from simulator.rules import UNKNOWN, Action, ExactlyOneOf, Fault, Properties, Rules, ref
from simulator.rules.aws.parts import given

_ACCESS: Final = "Amazon OpenSearch Service Developer Guide, 'Fine-grained access control in Amazon OpenSearch Service'"
_TYPES: Final = "Amazon OpenSearch Service Developer Guide, 'Supported instance types in Amazon OpenSearch Service'"
_WITH_DISKS: Final = re.compile(r"(o?i\d\w*|im4gn|r3|m3|c4d|r\d+gd|ultrawarm\d*)\.")
"""Families with disks of their own; all others keep indexes on EBS alone."""

domain = Rules(
    "aws:opensearch/domain:Domain",
    source="Amazon OpenSearch Service API Reference, CreateDomain; Pulumi Registry, aws.opensearch.Domain (the id is the ARN)",
    unset={"logPublishingOptions[*].enabled": True},
    id=lambda action: f"arn:{action.partition}:es:{action.region}:{action.account}:domain/{action.inputs.get('domainName') or action.name}",
    outputs={"arn": "{id}", "domainId": "{account}/{domainName}", "endpoint": "vpc-{domainName}-{hex26}.{region}.es.amazonaws.com"},
)


@domain.check(source=_ACCESS, even_unknown=True)
def somebody_is_master(inputs: Properties) -> Iterator[Fault]:
    """'If you don't enable the internal user database, you must provide a master user ARN'; with it, a name and a password."""
    options = inputs.get("advancedSecurityOptions")
    if not isinstance(options, dict) or options.get("enabled") is not True:
        return
    database, master = options.get("internalUserDatabaseEnabled"), options.get("masterUserOptions")
    if database is UNKNOWN or master is UNKNOWN:
        return
    wanted = ("masterUserName", "masterUserPassword") if database is True else ("masterUserArn",)
    for name in wanted:
        if not given(master.get(name) if isinstance(master, dict) else None):
            yield (
                f"advancedSecurityOptions.masterUserOptions.{name}",
                "is required with fine-grained access control" + ("" if database is True else " without the internal user database"),
            )


@domain.check(source=_TYPES, even_unknown=True)
def indexes_are_kept_somewhere(inputs: Properties) -> Iterator[Fault]:
    """Instance types without disks of their own need EBS."""
    cluster, disks = inputs.get("clusterConfig"), inputs.get("ebsOptions")
    kind = cluster.get("instanceType") if isinstance(cluster, dict) else None
    if (
        isinstance(kind, str)
        and not _WITH_DISKS.match(kind)
        and (disks is None or (isinstance(disks, dict) and disks.get("ebsEnabled") is False))
    ):
        yield "ebsOptions.ebsEnabled", f"must be true for {kind}, which has no disks of its own"


_AUDIT: Final = "Amazon RDS User Guide, 'SQL Server Audit' (IAM_ROLE_ARN, S3_BUCKET_ARN; the role is of the own account)"
_TRANSIT: Final = "Amazon RDS User Guide, 'Oracle native network encryption': 'You can use Native Network Encryption or Secure Sockets Layer, but not both'"

options = Rules(
    "aws:rds/optionGroup:OptionGroup",
    source="Amazon RDS API Reference, CreateOptionGroup, ModifyOptionGroup; Pulumi Registry, aws.rds.OptionGroup",
    defaults={"optionGroupDescription": "Managed by Pulumi", "skipDestroy": False},
    id=lambda action: str(action.inputs.get("name") or f"tf-{action.digits(26)}"),
    outputs={"arn": "arn:{partition}:rds:{region}:{account}:og:{id}", "name": "{id}"},
)


@options.check(source=_AUDIT, even_unknown=True)
def audit_says_where_and_by_whom(inputs: Properties) -> Iterator[Fault]:
    """Both settings are needed to upload the files."""
    for at, option in _options(inputs):
        settings = _settings(option)
        if option.get("optionName") == "SQLSERVER_AUDIT" and settings is not None:
            for name in ("IAM_ROLE_ARN", "S3_BUCKET_ARN"):
                if name not in settings:
                    yield f"options[{at}].optionSettings", f"{name} is required for SQLSERVER_AUDIT"


@options.check(source=_TRANSIT, even_unknown=True)
def one_way_to_encrypt(inputs: Properties) -> Iterator[Fault]:
    """Native network encryption or TLS."""
    if {"SSL", "NATIVE_NETWORK_ENCRYPTION"} <= {option.get("optionName") for _, option in _options(inputs)}:
        yield "options", "SSL and NATIVE_NETWORK_ENCRYPTION can't be used together"


@options.before("create")
@options.before("update")
def roles_are_of_the_account(action: Action) -> None:
    """IAM User Guide, "Grant a user permissions to pass a role to an AWS service": only within the same account."""
    for _, option in _options(action.inputs):
        role = (_settings(option) or {}).get("IAM_ROLE_ARN")
        if isinstance(role, str) and role.split(":")[4:5] != [action.account]:
            action.refuse("AccessDenied", f"Cross-account pass role is not allowed: {role}")


def _options(inputs: Properties) -> Iterator[tuple[int, dict[str, Any]]]:
    found = inputs.get("options")
    for at, option in enumerate(found if isinstance(found, list) else []):
        if isinstance(option, dict):
            yield at, option


def _settings(option: dict[str, Any]) -> dict[str, Any] | None:
    """By name; None while one of them is unknown."""
    found = option.get("optionSettings")
    if found is UNKNOWN or (isinstance(found, list) and any(not isinstance(one, dict) or one.get("name") is UNKNOWN for one in found)):
        return None
    return {str(one["name"]): one.get("value") for one in found or []}


proxied = Rules(
    "aws:rds/proxyTarget:ProxyTarget",
    source="Amazon RDS API Reference, RegisterDBProxyTargets; Pulumi Registry, aws.rds.ProxyTarget",
    checks=(ExactlyOneOf(("dbInstanceIdentifier", "dbClusterIdentifier"), source="Pulumi Registry, aws.rds.ProxyTarget"),),
)

measured = Rules(
    "aws:timestreamwrite/table:Table",
    source="Amazon Timestream API Reference, CreateTable; Pulumi Registry, aws.timestreamwrite.Table",
    unset={"magneticStoreWriteProperties.enableMagneticStoreWrites": False},
    id="{tableName}:{databaseName}",
    outputs={"arn": "arn:{partition}:timestream:{region}:{account}:database/{databaseName}/table/{tableName}"},
)

contributors = Rules(
    "aws:dynamodb/contributorInsights:ContributorInsights",
    source="Amazon DynamoDB API Reference, UpdateContributorInsights; Amazon DynamoDB Developer Guide, 'CloudWatch Contributor Insights for DynamoDB' (modes)",
    defaults={"mode": "ACCESSED_AND_THROTTLED_KEYS"},
)

inspected = Rules(
    "aws:macie2/classificationJob:ClassificationJob",
    source="Amazon Macie API Reference, CreateClassificationJob, S3JobDefinition; Pulumi Registry, aws.macie2.ClassificationJob",
    checks=(
        ExactlyOneOf(
            ("s3JobDefinition.bucketDefinitions", "s3JobDefinition.bucketCriteria"),
            source="Amazon Macie API Reference, S3JobDefinition: bucketDefinitions or bucketCriteria, not both",
        ),
    ),
    defaults={"jobStatus": "RUNNING", "samplingPercentage": 100},
    id="{hex32}",
    outputs={"jobArn": "arn:{partition}:macie2:{region}:{account}:classification-job/{id}", "jobId": "{id}"},
)

limit = Rules(
    "aws:redshiftserverless/usageLimit:UsageLimit",
    source="Amazon Redshift Serverless API Reference, CreateUsageLimit",
    references={
        "resourceArn": ref("aws:redshiftserverless/workgroup:Workgroup", by=("arn",), code="ResourceNotFoundException", blocks_delete=False)
    },
    defaults={"breachAction": "log", "period": "monthly"},
    id="{uuid}",
    outputs={"arn": "arn:{partition}:redshift-serverless:{region}:{account}:usagelimit/{id}"},
)
