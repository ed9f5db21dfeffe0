"""Types whose creation replaces what stands there: after a lost answer a second create finds the first, and nothing is doubled."""

from simulator.rules.registry import repeatable

repeatable(
    *(
        f"aws:s3/bucket{part[0].upper()}{part[1:]}:Bucket{part[0].upper()}{part[1:]}"
        for part in (
            "lifecycleConfiguration",
            "logging",
            "objectLockConfiguration",
            "ownershipControls",
            "policy",
            "publicAccessBlock",
            "serverSideEncryptionConfiguration",
            "versioning",
        )
    ),
    source="Amazon S3 API Reference, PutBucketPolicy, PutBucketVersioning and the other Put operations of a bucket: each replaces the former",
)
repeatable(
    "aws:iam/rolePolicy:RolePolicy",
    source="IAM API Reference, PutRolePolicy: adds or updates the inline policy of that name",
)
repeatable(
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    source="IAM API Reference, AttachRolePolicy: attaching a policy that is attached is no error",
)
repeatable(
    "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation",
    source="EC2 API Reference, AssociateDhcpOptions: replaces the set that the VPC had",
)
repeatable(
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
    "aws:ec2/defaultRouteTable:DefaultRouteTable",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    source="Pulumi Registry, aws.ec2.DefaultSecurityGroup and the like: the provider adopts what the VPC has, and sets its rules again",
)
repeatable(
    "aws:route53/resolverFirewallConfig:ResolverFirewallConfig",
    source="Route 53 Resolver API Reference, UpdateFirewallConfig: a VPC has one configuration, which is set",
)
repeatable(
    "aws:lb/listener:Listener",
    source="Elastic Load Balancing API Reference, CreateListener: idempotent; creating it again with the same settings succeeds",
)
