"""AWS: the account is that of the assumed role, tags come from two places, every regional resource has a `region`.

Sources: Pulumi Registry, "AWS Provider: configuration reference" (assumeRoles, allowedAccountIds, forbiddenAccountIds, defaultTags);
Terraform AWS provider, "Enhanced region support" and "Resource tagging" (resource tags win over default tags in `tags_all`).
"""

import re
from collections.abc import Iterator

from simulator.action import Action, Place
from simulator.packages.aws_arns import with_arns, without_partners
from simulator.packages.base import Fault, Package
from simulator.schema import TypeSchema
from simulator.values import UNKNOWN, Properties

DEFAULT_ACCOUNT = "111122223333"
"""Account of a provider that names none; the number of AWS's own documentation."""

_REGION = re.compile(
    r"(?:[a-z]{2}(?:-[a-z]+)?|eusc-[a-z]{2})-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-[1-9]"
)
_ROLE = re.compile(r"arn:(aws[a-z-]*):iam::(\d{12}):role/.+")


class Aws(Package):
    """Amazon Web Services."""

    def config_faults(self, config: Properties) -> Iterator[Fault]:
        """Region and account must be decidable, and allowed."""
        if config.get("region") is None:
            yield "region", "is required: set aws:region, or region of the provider, such as 'eu-west-1'"
        elif isinstance(config["region"], str) and not _REGION.fullmatch(config["region"]):
            yield "region", f"{config['region']!r} is not the name of a region, such as 'eu-west-1'"
        for i, role in enumerate(config.get("assumeRoles") or []):
            arn = role.get("roleArn") if isinstance(role, dict) else None
            if isinstance(arn, str) and not _ROLE.fullmatch(arn):
                yield (
                    f"assumeRoles[{i}].roleArn",
                    f"{arn!r} is not the ARN of an IAM role, such as arn:aws:iam::{DEFAULT_ACCOUNT}:role/deploy",
                )
        for name in ("allowedAccountIds", "forbiddenAccountIds"):
            for i, account in enumerate(config.get(name) or []):
                if isinstance(account, str) and not re.fullmatch(r"\d{12}", account):
                    yield f"{name}[{i}]", f"{account!r} is not an account id: 12 digits"
        if config.get("allowedAccountIds") and config.get("forbiddenAccountIds"):
            yield "forbiddenAccountIds", "conflicts with allowedAccountIds"
        account = _account(config)
        allowed = config.get("allowedAccountIds")
        if account and isinstance(allowed, list) and UNKNOWN not in allowed and allowed and account not in allowed:
            yield "allowedAccountIds", f"AWS account ID not allowed: {account}"
        if account and account in (config.get("forbiddenAccountIds") or []):
            yield "forbiddenAccountIds", f"AWS account ID not allowed: {account}"

    def place(self, config: Properties) -> Place:
        """The last assumed role's account; else the only allowed one; else the documentation's."""
        region = config.get("region")
        region = region if isinstance(region, str) else "us-east-1"
        partition = "aws-cn" if region.startswith("cn-") else "aws-us-gov" if region.startswith("us-gov-") else "aws"
        tags = config.get("defaultTags")
        tags = tags.get("tags") if isinstance(tags, dict) else None
        return Place(_account(config) or DEFAULT_ACCOUNT, region, partition, tags if isinstance(tags, dict) else {}, config)

    def common_outputs(self, action: Action, schema: TypeSchema) -> Properties:
        """`region` and `tagsAll`."""
        outputs: Properties = {}
        if "region" in schema.outputs:
            outputs["region"] = action.region
        if "tagsAll" in schema.outputs:
            own = action.inputs.get("tags")
            if own is UNKNOWN:
                outputs["tagsAll"] = UNKNOWN
            else:
                outputs["tagsAll"] = {**action.place.default_tags, **(own or {})}
        return outputs

    def answer(self, action: Action, schema: TypeSchema, outputs: Properties) -> None:
        """ARNs and names that no rule describes."""
        with_arns(action, outputs)
        without_partners(schema, action.inputs, outputs)


def _account(config: Properties) -> str | None:
    for role in reversed(config.get("assumeRoles") or []):
        match = _ROLE.fullmatch(str(role.get("roleArn"))) if isinstance(role, dict) else None
        if match:
            return match[2]
    allowed = config.get("allowedAccountIds")
    return allowed[0] if isinstance(allowed, list) and len(allowed) == 1 and isinstance(allowed[0], str) else None


PACKAGE = Aws("aws")
