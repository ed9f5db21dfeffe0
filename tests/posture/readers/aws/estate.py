"""Zones, endpoints, stores and identities of a small clinic, seen as a state and as a preview, and judged to the end.

Adds to `Cloud`: accounts and regions (a provider each), ARNs as AWS writes them, tags, and the verdicts of the theorems.
"""

import json
from dataclasses import dataclass, replace
from typing import Any

from posture.approved import Approved
from posture.check import Judgement, check
from posture.graph.builder import GraphBuilder
from posture.graph.facts import EdgeFact, Unreadable
from posture.resource import Provider, Resource
from posture.settings.effective import Settings, approve
from posture.settings.posture_file import parse_posture
from posture.settings.waivers import Waivers
from tests.posture.readers.aws.cloud import Cloud, Made, Ref

OURS, AI, FOREIGN = "111122223333", "222233334444", "999988887777"
ORGANIZATION = "o-clinic1234"
STATED = {"organization": {"aws": {"organization_ids": [ORGANIZATION], "account_ids": [OURS, AI]}}}
"""What the reviewer of the clinic writes."""
UNSTATED: dict[str, Any] = {}
EVERYTHING = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
IN_OUR_ORGANIZATION = {"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION, "aws:ResourceOrgID": ORGANIZATION}}
OURS_ONLY = {**EVERYTHING, "Condition": IN_OUR_ORGANIZATION}
"""The endpoint policy of a data perimeter: our principals, on our resources."""


def document(*statements: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(principal: Any, action: Any, resource: Any = "*", condition: Any = None) -> dict[str, Any]:
    found = {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": resource}
    return {**found, "Condition": condition} if condition else found


def may(action: Any, resource: Any = "*") -> str:
    """An identity policy of one statement."""
    return document({"Effect": "Allow", "Action": action, "Resource": resource})


def trust(principal: Any, condition: Any = None, action: str = "sts:AssumeRole") -> str:
    found = {"Effect": "Allow", "Principal": principal, "Action": action}
    return document({**found, "Condition": condition} if condition else found)


@dataclass(frozen=True)
class Zone:
    """A network of one zone, with one subnet and its table."""

    name: str
    vpc: Made
    subnet: Made
    table: Made
    account: str


class Estate(Cloud):
    """A program of a clinic."""

    def __init__(self) -> None:
        super().__init__()
        self._at: dict[str, tuple[str | None, str | None]] = {}
        self.pinned = True
        """Whether providers say which account and region they build in; without, a preview knows neither."""

    def put(
        self,
        token: str,
        name: str,
        /,
        *,
        zone: Any = None,
        data: Any = None,
        account: Any = OURS,
        region: Any = "eu-west-1",
        arn: Any = None,
        literal: Any = None,
        **inputs: Any,
    ) -> Made:
        """A resource with its tags, its account and its ARN."""
        tags: dict[str, Any] = {tag: value for tag, value in (("ai-zone", zone), ("data-class", data)) if value is not None}
        given: dict[str, Any] = {**({"tags": tags} if tags else {}), **inputs}
        made = self.add(token, name, outputs={"arn": arn} if arn is not None else None, **given)
        made.literal = literal or name
        self._at[made.urn] = (account, region)
        return made

    def zone(self, name: str, cidr: str = "10.1.0.0/16", account: str = OURS) -> Zone:
        first, second, *_ = cidr.split(".")
        at = {"account": account}
        vpc = self.put("aws:ec2/vpc:Vpc", name, zone=name, literal=f"vpc-{name}", cidrBlock=cidr, **at)
        vpc.outputs.update({"arn": f"arn:aws:ec2:eu-west-1:{account}:vpc/vpc-{name}", "defaultSecurityGroupId": f"sg-default-{name}"})
        subnet = self.put("aws:ec2/subnet:Subnet", f"{name}-a", vpcId=vpc.id, cidrBlock=f"{first}.{second}.1.0/24", **at)
        table = self.put("aws:ec2/routeTable:RouteTable", f"{name}-table", vpcId=vpc.id, **at)
        self.put("aws:ec2/routeTableAssociation:RouteTableAssociation", f"{name}-as", routeTableId=table.id, subnetId=subnet.id, **at)
        return Zone(name, vpc, subnet, table, account)

    def endpoint(self, zone: Zone, service: str, policy: Any = None, **inputs: Any) -> Made:
        """A gateway endpoint for S3 and DynamoDB, else one of interfaces."""
        where: dict[str, Any] = {"vpcEndpointType": "Interface", "subnetIds": [zone.subnet.id]}
        if service in ("s3", "dynamodb"):
            where = {"vpcEndpointType": "Gateway", "routeTableIds": [zone.table.id]}
        given = {"vpcId": zone.vpc.id, "serviceName": f"com.amazonaws.eu-west-1.{service}", **where, **inputs}
        if policy is not None:
            given["policy"] = policy
        name = f"{zone.name}-{service}"
        return self.put("aws:ec2/vpcEndpoint:VpcEndpoint", name, literal=f"vpce-{name}", account=zone.account, **given)

    def bucket(self, name: str, zone: str | None = None, policy: Any = None, **more: Any) -> Made:
        made = self.put("aws:s3/bucket:Bucket", name, zone=zone, arn=f"arn:aws:s3:::{name}", bucket=name, **more)
        if policy is not None:
            self.put("aws:s3/bucketPolicy:BucketPolicy", f"{name}-policy", bucket=made.id, policy=policy)
        return made

    def public_access_block(self, bucket: Made, **flags: bool) -> Made:
        return self.put("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", f"{bucket.name}-block", bucket=bucket.id, **flags)

    def key(self, name: str, policy: Any = None, zone: str | None = "phi") -> Made:
        arn = f"arn:aws:kms:eu-west-1:{OURS}:key/{name}"
        return self.put("aws:kms/key:Key", name, zone=zone, arn=arn, **({"policy": policy} if policy is not None else {}))

    def role(self, name: str, trusts: str, *policies: str, account: str = OURS, **more: Any) -> Made:
        arn = f"arn:aws:iam::{account}:role/{name}"
        inline = {"inlinePolicies": [{"name": f"p{n}", "policy": policy} for n, policy in enumerate(policies)]} if policies else {}
        return self.put("aws:iam/role:Role", name, arn=arn, account=account, assumeRolePolicy=trusts, **inline, **more)

    def function(self, name: str, zone: Zone, role: Made | None = None) -> Made:
        where = {"subnetIds": [zone.subnet.id], "securityGroupIds": []}
        acts_as = {"role": role.out("arn")} if role is not None else {}
        return self.put("aws:lambda/function:Function", name, account=zone.account, vpcConfig=where, **acts_as)

    def edges(self, form: str, posture: Any = STATED) -> set[tuple[str, str, str, str, bool]]:
        """Kind, source, target, way and certainty of every edge that readers say."""
        graph = self.facts(form, approve(self._settings(posture), self.stack(form)))
        return {
            (fact.kind.value, _name(graph, fact.source), _name(graph, fact.target), fact.moves.value, fact.certain)
            for fact in graph.of(EdgeFact)
        }

    def unreadable(self, form: str, posture: Any = STATED) -> set[str]:
        graph = self.facts(form, approve(self._settings(posture), self.stack(form)))
        return {fact.about.rsplit("::", 1)[-1] for fact in graph.of(Unreadable)}

    def judge(self, form: str, posture: Any = STATED) -> Judgement:
        return check(self.stack(form), self._settings(posture))

    def verdicts(self, form: str, posture: Any = STATED, only: str = "phi-exit phi-redaction zone-segmentation") -> str:
        """The verdicts of T1, T2 and T4, as one line."""
        judgement = self.judge(form, posture)
        return " ".join(judgement.result(theorem).verdict.value for theorem in only.split())

    def _settings(self, posture: Any) -> Settings:
        return Settings(parse_posture(posture, "posture.yaml"), None, Waivers(), "test")

    def facts(self, form: str, approved: Approved | None = None) -> GraphBuilder:
        return super().facts(form, approved)

    def _state(self, made: Made) -> Resource:
        found = super()._state(made)
        if "arn" in made.inputs:
            value = made.inputs["arn"]
            return replace(found, props={**found.props, "arn": value.value if isinstance(value, Ref) else value})
        account, region = self._at.get(made.urn, (OURS, "eu-west-1"))
        arn = made.outputs.get("arn", f"arn:aws:x:{region or ''}:{account or OURS}:{made.name}")
        return replace(found, props={**found.props, "arn": arn})

    def _resource(self, made: Made, identifier: Any, props: dict[str, Any]) -> Resource:
        found = super()._resource(made, identifier, props)
        account, region = self._at.get(made.urn, (OURS, "eu-west-1"))
        urn = f"urn:pulumi:test::test::pulumi:providers:aws::{account}-{region}"
        return replace(found, provider=Provider(urn, region if self.pinned else None, account if self.pinned else None))


def _name(graph: GraphBuilder, reference: Any) -> str:
    names = sorted(urn.rsplit("::", 1)[-1] for urn in reference.targets)
    return " or ".join(names) if names else (reference.literal or "unknown")
