"""S3 access points.

Sources: S3 API Reference, CreateAccessPoint, DeleteAccessPoint; Amazon S3 User Guide, "Access points restrictions and limitations" (names),
"Creating access points restricted to a virtual private cloud", "Using a bucket-style alias for your access point"; Pulumi Registry,
aws.s3.AccessPoint (the id is account:name).
"""

import re
from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, AutoName, Fault, Pattern, Properties, Rules, ref, unique
from simulator.rules.aws.kinds import BUCKET, VPC
from simulator.rules.aws.policy_checks import PolicyDocument, as_list, principals, statements

_NAMES = "Amazon S3 User Guide, 'Access points restrictions and limitations'"

access_point = Rules(
    "aws:s3/accessPoint:AccessPoint",
    source="S3 API Reference, CreateAccessPoint; Pulumi Registry, aws.s3.AccessPoint",
    second_source="botocore, cfn-lint",
    checks=(
        Pattern("bucketAccountId", r"\d{12}", source="S3 API Reference, CreateAccessPoint", saying="an account id: 12 digits"),
        PolicyDocument("policy", "resource", source="S3 API Reference, PutAccessPointPolicy", most=20480),
    ),
    references={
        "bucket": ref(BUCKET, code="NoSuchBucket", anywhere=True, delete_code="BucketHasAccessPointsAttached"),
        "vpcConfiguration.vpcId": ref(VPC, code="InvalidRequest", anywhere=True, blocks_delete=False),
    },
    immutable={"accountId", "bucket", "bucketAccountId", "name", "publicAccessBlockConfiguration", "vpcConfiguration"},
    autoname=AutoName("name", 50, lower=True),
    unique=(
        unique(
            "name", code="AccessPointAlreadyOwnedByYou", message="Your previous request to create the named accesspoint succeeded: {name}"
        ),
    ),
    id="{account}:{name}",
    outputs={
        "accountId": "{account}",
        "alias": "",
        "arn": "arn:{partition}:s3:{region}:{account}:accesspoint/{name}",
        "bucketAccountId": "{account}",
        "domainName": "{name}-{account}.s3-accesspoint.{region}.amazonaws.com",
        "endpoints": {
            "dualstack": "s3-accesspoint.dualstack.{region}.amazonaws.com",
            "fips": "s3-accesspoint-fips.{region}.amazonaws.com",
            "fips_dualstack": "s3-accesspoint-fips.dualstack.{region}.amazonaws.com",
            "ipv4": "s3-accesspoint.{region}.amazonaws.com",
        },
        "hasPublicAccessPolicy": False,
        "networkOrigin": "Internet",
        "policy": "",
    },
    defaults={
        "publicAccessBlockConfiguration": {
            "blockPublicAcls": True,
            "blockPublicPolicy": True,
            "ignorePublicAcls": True,
            "restrictPublicBuckets": True,
        }
    },
    normalized_json=("policy",),
)


@access_point.check(source=_NAMES)
def name_is_allowed(inputs: Properties) -> Iterator[Fault]:
    """3 to 50 lower-case letters, digits and hyphens; no reserved ends."""
    name = str(inputs.get("name"))
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,48}[a-z0-9]", name) or name.startswith("xn--") or name.endswith(("-s3alias", "--ol-s3")):
        yield "name", f"{name!r} is not allowed: 3 to 50 lower-case letters, digits and hyphens, without a hyphen or -s3alias at the end"


@access_point.plans
def origin(action: Action) -> Properties:
    """An access point with a network is open to that network alone."""
    network = action.inputs.get("vpcConfiguration")
    return {} if network is None or network is UNKNOWN else {"networkOrigin": "VPC"}


@access_point.before("create")
@access_point.before("update")
def policy_speaks_of_itself(action: Action) -> None:
    """Resources are this access point and its objects; a public policy is refused."""
    arn = f"arn:{action.partition}:s3:{action.region}:{action.account}:accesspoint/{action.inputs['name']}"
    for statement in statements(action.inputs.get("policy")):
        for resource in as_list(statement.get("Resource")):
            if resource != arn and not resource.startswith(arn + "/object/"):
                action.refuse("MalformedPolicy", f"Policy has invalid resource: {resource}; it must be {arn} or {arn}/object/…")
        blocked = (action.inputs.get("publicAccessBlockConfiguration") or {}).get("blockPublicPolicy") is not False
        if blocked and statement.get("Effect") == "Allow" and "*" in principals(statement) and not statement.get("Condition"):
            action.refuse("AccessDenied", "public policies are blocked by the BlockPublicPolicy block public access setting.")


@access_point.computes
def alias(action: Action) -> Properties:
    """A bucket-style alias of up to 63 characters: the name, 34 made-up ones, `-s3alias`."""
    if action.verb == "update":
        return {}
    made = f"{action.inputs['name'][:20]}-{action.hex(34, 'alias')}-s3alias"
    found = action.find_anywhere(BUCKET, bucket=action.inputs["bucket"])
    return {"alias": made, "bucketAccountId": found[0].account if found else action.account}
