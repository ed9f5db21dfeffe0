"""Subnet groups and parameter groups of databases.

Sources: RDS API Reference, CreateDBSubnetGroup, CreateDBClusterParameterGroup; Amazon Aurora User Guide, "Working with a DB cluster in a
VPC"; Pulumi Registry, aws.rds.SubnetGroup, aws.rds.ClusterParameterGroup.
"""

from simulator.rules import Action, Allowed, AtMostOneOf, AutoName, Pattern, Properties, Rules, ref, unique
from simulator.rules.aws.addresses import zone_of
from simulator.rules.aws.kinds import SUBNET

SUBNET_GROUP = "aws:rds/subnetGroup:SubnetGroup"
PARAMETER_GROUP = "aws:rds/clusterParameterGroup:ClusterParameterGroup"

subnet_group = Rules(
    SUBNET_GROUP,
    source="RDS API Reference, CreateDBSubnetGroup; Pulumi Registry, aws.rds.SubnetGroup (the id is the name)",
    second_source="cfn-lint",
    checks=(
        Pattern(
            "name",
            r"(?!default$)[a-z0-9. _-]{1,255}",
            source="RDS API Reference, CreateDBSubnetGroup",
            saying="1 to 255 lower-case letters, digits, . _ - and spaces, not 'default'",
        ),
        AtMostOneOf(("name", "namePrefix"), source="Pulumi Registry, aws.rds.SubnetGroup"),
    ),
    references={"subnetIds[*]": ref(SUBNET, code="InvalidSubnet", delete_code="DependencyViolation")},
    immutable={"name", "namePrefix"},
    autoname=AutoName("name", lower=True, unless=("namePrefix",)),
    unique=(unique("name", code="DBSubnetGroupAlreadyExists", message="The DB subnet group '{name}' already exists."),),
    defaults={"description": "Managed by Pulumi"},
    id=lambda action: str(action.inputs.get("name") or f"{action.inputs.get('namePrefix')}{action.digits(26)}"),
    outputs={
        "arn": "arn:{partition}:rds:{region}:{account}:subgrp:{id}",
        "name": "{id}",
        "namePrefix": "",
        "supportedNetworkTypes": ["IPV4"],
        "vpcId": "",
    },
    unordered=("subnetIds",),
)


@subnet_group.before("create")
@subnet_group.before("update")
def covers_two_zones(action: Action) -> None:
    """Subnets of one network, in two zones or more."""
    ids = action.inputs["subnetIds"]
    zones = {zone_of(action, id_) for id_ in ids}
    if len(zones) < 2:
        action.refuse(
            "DBSubnetGroupDoesNotCoverEnoughAZs",
            "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: "
            f"{', '.join(sorted(zones))}. Add subnets to cover at least 2 AZs.",
        )
    if len({one.outputs.get("vpcId") for id_ in ids if (one := action.get(SUBNET, id_))}) > 1:
        action.refuse("InvalidSubnet", "The specified subnets belong to several VPCs; those of a DB subnet group are all in one")


@subnet_group.computes
def network_of_group(action: Action) -> Properties:
    """The network of the subnets."""
    found = action.get(SUBNET, action.inputs["subnetIds"][0])
    return {"vpcId": found.outputs["vpcId"]} if found else {}


parameter_group = Rules(
    PARAMETER_GROUP,
    source="RDS API Reference, CreateDBClusterParameterGroup; Pulumi Registry, aws.rds.ClusterParameterGroup (the id is the name)",
    second_source="cfn-lint",
    checks=(
        Pattern(
            "name",
            r"[a-z](?!.*--)(?!.*-$)[a-z0-9-]{0,254}",
            source="RDS API Reference, CreateDBClusterParameterGroup",
            saying="letters, digits and single hyphens, beginning with a letter",
        ),
        AtMostOneOf(("name", "namePrefix"), source="Pulumi Registry, aws.rds.ClusterParameterGroup"),
        Pattern(
            "family",
            r"(aurora-)?(postgresql|mysql|postgres)[0-9.]+",
            source="RDS API Reference, CreateDBClusterParameterGroup",
            saying="a family such as aurora-postgresql17",
        ),
        Allowed("parameters[*].applyMethod", ("immediate", "pending-reboot"), source="RDS API Reference, Parameter"),
    ),
    immutable={"description", "family", "name", "namePrefix"},
    autoname=AutoName("name", lower=True, unless=("namePrefix",)),
    unique=(unique("name", code="DBParameterGroupAlreadyExists", message="Parameter group {name} already exists"),),
    defaults={"description": "Managed by Pulumi"},
    id=lambda action: str(action.inputs.get("name") or f"{action.inputs.get('namePrefix')}{action.digits(26)}"),
    outputs={"arn": "arn:{partition}:rds:{region}:{account}:cluster-pg:{id}", "name": "{id}", "namePrefix": ""},
    unordered=("parameters",),
)
