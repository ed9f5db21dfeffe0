"""The same few operations on two simulated clouds: moto's and ours. Each answers with the API's error code where it refuses."""

from collections.abc import Callable
from functools import cache
from typing import Any

import boto3  # type: ignore[import-untyped]
from botocore.exceptions import ClientError  # type: ignore[import-untyped]

from simulator.errors import CloudError
from simulator.rules.aws import identities, kinds
from simulator.rules.aws.secrets import SECRET
from simulator.rules.aws.security_groups import INGRESS_RULE
from tests.simulator.aws.account import REGION, Account, Made, document, trust

PROTECTED = {"engine": "aurora-postgresql", "masterUsername": "administrator"}
READ = document({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"})
MANAGED = "arn:aws:iam::aws:policy/ReadOnlyAccess"


class RefusedError(Exception):
    """The cloud's error code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@cache
def client(service: str) -> Any:
    """A client costs more than a call, so there is one of each."""
    return boto3.client(service, region_name=REGION)


class Moto:
    """moto's clouds, by boto3. All scenarios share one, so names get a word of their scenario's."""

    def __init__(self, scenario: str) -> None:
        self._word = scenario.replace("_", "-")[-20:].strip("-")

    def _call(self, service: str, operation: str, /, **arguments: Any) -> Any:
        try:
            return getattr(client(service), operation)(**arguments)
        except ClientError as error:
            raise RefusedError(error.response["Error"]["Code"]) from None

    def vpc(self, cidr: str = "10.0.0.0/16") -> str:
        return str(self._call("ec2", "create_vpc", CidrBlock=cidr)["Vpc"]["VpcId"])

    def delete_vpc(self, vpc: str) -> None:
        self._call("ec2", "delete_vpc", VpcId=vpc)

    def subnet(self, vpc: str, cidr: str, zone: str = "a") -> str:
        made = self._call("ec2", "create_subnet", VpcId=vpc, CidrBlock=cidr, AvailabilityZone=REGION + zone)
        return str(made["Subnet"]["SubnetId"])

    def table(self, vpc: str) -> str:
        return str(self._call("ec2", "create_route_table", VpcId=vpc)["RouteTable"]["RouteTableId"])

    def main_table(self, vpc: str) -> str:
        filters = [{"Name": "vpc-id", "Values": [vpc]}, {"Name": "association.main", "Values": ["true"]}]
        return str(self._call("ec2", "describe_route_tables", Filters=filters)["RouteTables"][0]["RouteTableId"])

    def delete_table(self, table: str) -> None:
        self._call("ec2", "delete_route_table", RouteTableId=table)

    def associate(self, table: str, subnet: str) -> None:
        self._call("ec2", "associate_route_table", RouteTableId=table, SubnetId=subnet)

    def route(self, table: str, destination: str, gateway: str) -> None:
        self._call("ec2", "create_route", RouteTableId=table, DestinationCidrBlock=destination, GatewayId=gateway)

    def route_to_nat(self, table: str, destination: str, nat: str) -> None:
        self._call("ec2", "create_route", RouteTableId=table, DestinationCidrBlock=destination, NatGatewayId=nat)

    def gateway(self, vpc: str | None) -> str:
        made = str(self._call("ec2", "create_internet_gateway")["InternetGateway"]["InternetGatewayId"])
        if vpc:
            self._call("ec2", "attach_internet_gateway", InternetGatewayId=made, VpcId=vpc)
        return made

    def address(self) -> str:
        return str(self._call("ec2", "allocate_address", Domain="vpc")["AllocationId"])

    def nat(self, subnet: str, address: str) -> str:
        return str(self._call("ec2", "create_nat_gateway", SubnetId=subnet, AllocationId=address)["NatGateway"]["NatGatewayId"])

    def group(self, vpc: str, name: str) -> str:
        return str(self._call("ec2", "create_security_group", GroupName=name, Description="d", VpcId=vpc)["GroupId"])

    def delete_group(self, group: str) -> None:
        self._call("ec2", "delete_security_group", GroupId=group)

    def admit(self, group: str, other: str) -> None:
        permission = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": [{"GroupId": other}]}
        self._call("ec2", "authorize_security_group_ingress", GroupId=group, IpPermissions=[permission])

    def peering(self, vpc: str, peer: str) -> str:
        made = self._call("ec2", "create_vpc_peering_connection", VpcId=vpc, PeerVpcId=peer)["VpcPeeringConnection"]
        return str(made["VpcPeeringConnectionId"])

    def interface(self, subnet: str, group: str) -> str:
        made = self._call("ec2", "create_network_interface", SubnetId=subnet, Groups=[group])
        return str(made["NetworkInterface"]["NetworkInterfaceId"])

    def bucket(self, name: str) -> str:
        place = {"LocationConstraint": REGION}
        self._call("s3", "create_bucket", Bucket=f"{name}-{self._word}", CreateBucketConfiguration=place)
        return name

    def role(self, name: str) -> str:
        made = self._call("iam", "create_role", RoleName=f"{name}-{self._word}", AssumeRolePolicyDocument=trust("ec2.amazonaws.com"))
        return str(made["Role"]["RoleName"])

    def attach(self, role: str, policy: str) -> None:
        self._call("iam", "attach_role_policy", RoleName=role, PolicyArn=policy)

    def inline(self, role: str) -> None:
        self._call("iam", "put_role_policy", RoleName=role, PolicyName="p", PolicyDocument=READ)

    def policy(self, name: str) -> str:
        return str(self._call("iam", "create_policy", PolicyName=f"{name}-{self._word}", PolicyDocument=READ)["Policy"]["Arn"])

    def delete_policy(self, arn: str) -> None:
        self._call("iam", "delete_policy", PolicyArn=arn)

    def delete_role(self, role: str) -> None:
        self._call("iam", "delete_role", RoleName=role)

    def key(self) -> str:
        return str(self._call("kms", "create_key")["KeyMetadata"]["KeyId"])

    def alias(self, name: str, key: str) -> None:
        self._call("kms", "create_alias", AliasName=f"{name}-{self._word}", TargetKeyId=key)

    def log_group(self, name: str) -> None:
        self._call("logs", "create_log_group", logGroupName=f"{name}-{self._word}")

    def secret(self, name: str) -> str:
        return str(self._call("secretsmanager", "create_secret", Name=f"{name}-{self._word}", SecretString="made up")["ARN"])

    def delete_secret(self, arn: str) -> None:
        self._call("secretsmanager", "delete_secret", SecretId=arn, RecoveryWindowInDays=7)

    def cluster(self, name: str, protected: bool) -> str:
        wanted = {"Engine": "aurora-postgresql", "MasterUsername": "administrator", "MasterUserPassword": "made-up-word"}
        name = f"{name}-{self._word}"
        self._call("rds", "create_db_cluster", DBClusterIdentifier=name, DeletionProtection=protected, **wanted)
        return name

    def delete_cluster(self, name: str) -> None:
        self._call("rds", "delete_db_cluster", DBClusterIdentifier=name, SkipFinalSnapshot=True)

    def zone(self, name: str) -> str:
        made = self._call("route53", "create_hosted_zone", Name=name, CallerReference=name + self._word)
        return str(made["HostedZone"]["Id"]).rsplit("/", 1)[1]

    def record(self, zone: str, name: str) -> None:
        values = {"Name": name, "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "10.0.0.9"}]}
        batch = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": values}]}
        self._call("route53", "change_resource_record_sets", HostedZoneId=zone, ChangeBatch=batch)

    def delete_zone(self, zone: str) -> None:
        self._call("route53", "delete_hosted_zone", Id=zone)


class Ours:
    """This simulator, by the provider's types."""

    def __init__(self, aws: Account) -> None:
        self._aws = aws
        self._made: dict[str, Made] = {}

    def _make(self, type_: str, /, **inputs: Any) -> str:
        made = self._do(lambda: self._aws.make(type_, **inputs))
        assert isinstance(made, Made)
        self._made[made.id] = made
        return made.id

    def _delete(self, id_: str) -> None:
        self._do(lambda: self._aws.delete(self._made[id_]))

    @staticmethod
    def _do(step: Callable[[], object]) -> object:
        try:
            return step()
        except CloudError as error:
            raise RefusedError(error.code) from None

    def vpc(self, cidr: str = "10.0.0.0/16") -> str:
        return self._make(kinds.VPC, cidrBlock=cidr)

    def delete_vpc(self, vpc: str) -> None:
        self._delete(vpc)

    def subnet(self, vpc: str, cidr: str, zone: str = "a") -> str:
        return self._make(kinds.SUBNET, vpcId=vpc, cidrBlock=cidr, availabilityZone=REGION + zone)

    def table(self, vpc: str) -> str:
        return self._make(kinds.ROUTE_TABLE, vpcId=vpc)

    def main_table(self, vpc: str) -> str:
        id_ = str(self._made[vpc]["mainRouteTableId"])
        self._made[id_] = Made(self._aws.urn(kinds.ROUTE_TABLE), id_, {}, {})
        return id_

    def delete_table(self, table: str) -> None:
        self._delete(table)

    def associate(self, table: str, subnet: str) -> None:
        self._make("aws:ec2/routeTableAssociation:RouteTableAssociation", routeTableId=table, subnetId=subnet)

    def route(self, table: str, destination: str, gateway: str) -> None:
        self._make(kinds.ROUTE, routeTableId=table, destinationCidrBlock=destination, gatewayId=gateway)

    def route_to_nat(self, table: str, destination: str, nat: str) -> None:
        self._make(kinds.ROUTE, routeTableId=table, destinationCidrBlock=destination, natGatewayId=nat)

    def gateway(self, vpc: str | None) -> str:
        return self._make(kinds.INTERNET_GATEWAY, **({"vpcId": vpc} if vpc else {}))

    def address(self) -> str:
        return self._make(kinds.EIP, domain="vpc")

    def nat(self, subnet: str, address: str) -> str:
        return self._make(kinds.NAT_GATEWAY, subnetId=subnet, allocationId=address)

    def group(self, vpc: str, name: str) -> str:
        return self._make(kinds.SECURITY_GROUP, name=name, vpcId=vpc)

    def delete_group(self, group: str) -> None:
        self._delete(group)

    def admit(self, group: str, other: str) -> None:
        ports = {"ipProtocol": "tcp", "fromPort": 443, "toPort": 443}
        self._make(INGRESS_RULE, securityGroupId=group, referencedSecurityGroupId=other, **ports)

    def peering(self, vpc: str, peer: str) -> str:
        return self._make(kinds.PEERING, vpcId=vpc, peerVpcId=peer)

    def interface(self, subnet: str, group: str) -> str:
        return self._make(kinds.NETWORK_INTERFACE, subnetId=subnet, securityGroups=[group])

    def bucket(self, name: str) -> str:
        return self._make(kinds.BUCKET, bucket=name)

    def role(self, name: str) -> str:
        return self._make(kinds.ROLE, name=name, assumeRolePolicy=trust("ec2.amazonaws.com"))

    def attach(self, role: str, policy: str) -> None:
        self._make(identities.ATTACHMENT, role=role, policyArn=policy)

    def inline(self, role: str) -> None:
        self._make(identities.ROLE_POLICY, role=role, name="p", policy=READ)

    def policy(self, name: str) -> str:
        return self._make(identities.POLICY, name=name, policy=READ)

    def delete_policy(self, arn: str) -> None:
        self._delete(arn)

    def delete_role(self, role: str) -> None:
        self._delete(role)

    def key(self) -> str:
        return self._make(kinds.KEY)

    def alias(self, name: str, key: str) -> None:
        self._make("aws:kms/alias:Alias", name=name, targetKeyId=key)

    def log_group(self, name: str) -> None:
        self._make(kinds.LOG_GROUP, name=name)

    def secret(self, name: str) -> str:
        return self._make(SECRET, name=name, recoveryWindowInDays=7)

    def delete_secret(self, arn: str) -> None:
        self._delete(arn)

    def cluster(self, name: str, protected: bool) -> str:
        return self._make(
            kinds.CLUSTER,
            clusterIdentifier=name,
            deletionProtection=protected,
            manageMasterUserPassword=True,
            skipFinalSnapshot=True,
            **PROTECTED,
        )

    def delete_cluster(self, name: str) -> None:
        self._delete(name)

    def zone(self, name: str) -> str:
        return self._make(kinds.HOSTED_ZONE, name=name)

    def record(self, zone: str, name: str) -> None:
        self._make("aws:route53/record:Record", zoneId=zone, name=name, type="A", ttl=60, records=["10.0.0.9"])

    def delete_zone(self, zone: str) -> None:
        self._delete(zone)


Either = Moto | Ours


def answer(scenario: Callable[[Either], object], cloud: Either) -> str:
    """The error code with which a scenario ends, or `done`."""
    try:
        scenario(cloud)
    except RefusedError as refused:
        return refused.code
    return "done"
