"""Settings of a whole account, or of an account in one region. There is one of each; deleting it brings the service's own default back.

Sources: Amazon EBS User Guide, "Enable Amazon EBS encryption by default", "Block public access for snapshots"; Amazon EC2 User Guide, "Block
public access to your AMIs", "Configure instance metadata options for an account", "EC2 Serial Console"; Amazon VPC User Guide, "Block public
access to VPCs and subnets"; Amazon S3 User Guide, "Blocking public access"; IAM User Guide, "Set an account password policy", "IAM Access
Analyzer"; Pulumi Registry, the type of each.
"""

from collections.abc import Iterator

from simulator.rules import Action, Allowed, Between, Fault, Length, Pattern, Properties, Rules, unique

ENCRYPTION = "aws:ebs/encryptionByDefault:EncryptionByDefault"
SNAPSHOTS = "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess"
IMAGES = "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess"
METADATA = "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults"
SERIAL = "aws:ec2/serialConsoleAccess:SerialConsoleAccess"
VPC_BLOCK = "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions"
S3_BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"
PASSWORDS = "aws:iam/accountPasswordPolicy:AccountPasswordPolicy"
ANALYZER = "aws:accessanalyzer/analyzer:Analyzer"

encryption = Rules(
    ENCRYPTION,
    source="Amazon EC2 API Reference, EnableEbsEncryptionByDefault; Pulumi Registry, aws.ebs.EncryptionByDefault",
    defaults={"enabled": True},
    id="{region}-ebs-encryption",
)

snapshots = Rules(
    SNAPSHOTS,
    source="Amazon EC2 API Reference, EnableSnapshotBlockPublicAccess; Pulumi Registry, aws.ebs.SnapshotBlockPublicAccess (the id is the region)",
    second_source="botocore, cfn-lint",
    checks=(
        Allowed(
            "state",
            ("block-all-sharing", "block-new-sharing", "unblocked"),
            source="Amazon EC2 API Reference, EnableSnapshotBlockPublicAccess",
        ),
    ),
    id="{region}",
)

images = Rules(
    IMAGES,
    source="Amazon EC2 API Reference, EnableImageBlockPublicAccess, DisableImageBlockPublicAccess; Pulumi Registry, aws.ec2.ImageBlockPublicAccess",
    checks=(Allowed("state", ("block-new-sharing", "unblocked"), source="Pulumi Registry, aws.ec2.ImageBlockPublicAccess"),),
    id="{region}",
)

_DEFAULTS = "Amazon EC2 API Reference, ModifyInstanceMetadataDefaults"
metadata = Rules(
    METADATA,
    source=f"{_DEFAULTS}; Pulumi Registry, aws.ec2.InstanceMetadataDefaults",
    second_source="botocore",
    checks=(
        Allowed("httpTokens", ("optional", "required", "no-preference"), source=_DEFAULTS),
        Allowed("httpEndpoint", ("disabled", "enabled", "no-preference"), source=_DEFAULTS),
        Allowed("instanceMetadataTags", ("disabled", "enabled", "no-preference"), source=_DEFAULTS),
        Between("httpPutResponseHopLimit", 1, 64, also=(-1,), source=f"{_DEFAULTS}: 1 to 64, or -1 for no preference"),
    ),
    defaults={
        "httpEndpoint": "no-preference",
        "httpPutResponseHopLimit": -1,
        "httpTokens": "no-preference",
        "instanceMetadataTags": "no-preference",
    },
    id="{region}-instance-metadata",
)

serial = Rules(
    SERIAL,
    source="Amazon EC2 API Reference, EnableSerialConsoleAccess, DisableSerialConsoleAccess; Pulumi Registry, aws.ec2.SerialConsoleAccess",
    defaults={"enabled": True},
    id="{region}-serial-console",
)

vpc_block = Rules(
    VPC_BLOCK,
    source="Amazon EC2 API Reference, ModifyVpcBlockPublicAccessOptions; Pulumi Registry, aws.ec2.VpcBlockPublicAccessOptions",
    second_source="botocore, cfn-lint",
    checks=(
        Allowed(
            "internetGatewayBlockMode",
            ("off", "block-bidirectional", "block-ingress"),
            source="Amazon EC2 API Reference, ModifyVpcBlockPublicAccessOptions",
        ),
    ),
    id="{region}",
    outputs={"awsAccountId": "{account}", "awsRegion": "{region}"},
)

s3_block = Rules(
    S3_BLOCK,
    source="Amazon S3 API Reference, PutPublicAccessBlock (account); Pulumi Registry, aws.s3.AccountPublicAccessBlock (the id is the account)",
    second_source="botocore",
    checks=(Pattern("accountId", r"\d{12}", source="Amazon S3 API Reference, PutPublicAccessBlock (account)", saying="12 digits"),),
    immutable={"accountId"},
    defaults={"blockPublicAcls": False, "blockPublicPolicy": False, "ignorePublicAcls": False, "restrictPublicBuckets": False},
    id=lambda action: str(action.inputs.get("accountId") or action.account),
    outputs={"accountId": "{account}"},
)

_UPDATE = "IAM API Reference, UpdateAccountPasswordPolicy"
passwords = Rules(
    PASSWORDS,
    source=f"{_UPDATE}; Pulumi Registry, aws.iam.AccountPasswordPolicy",
    second_source="botocore",
    checks=(
        Between("minimumPasswordLength", 6, 128, source=_UPDATE),
        Between("maxPasswordAge", 1, 1095, also=(0,), source=f"{_UPDATE}; the provider's 0 is 'never'"),
        Between("passwordReusePrevention", 1, 24, also=(0,), source=f"{_UPDATE}; the provider's 0 is 'none'"),
    ),
    defaults={"allowUsersToChangePassword": True, "minimumPasswordLength": 6},
    id="iam-account-password-policy",
    outputs={
        "hardExpiry": False,
        "maxPasswordAge": 0,
        "passwordReusePrevention": 0,
        "requireLowercaseCharacters": False,
        "requireNumbers": False,
        "requireSymbols": False,
        "requireUppercaseCharacters": False,
    },
)


@passwords.plans
def expires(action: Action) -> Properties:
    """Where an age is given."""
    age = action.inputs.get("maxPasswordAge")
    return {"expirePasswords": isinstance(age, int | float) and age > 0}


_CREATE = "IAM Access Analyzer API Reference, CreateAnalyzer"
analyzer = Rules(
    ANALYZER,
    source=f"{_CREATE}; Pulumi Registry, aws.accessanalyzer.Analyzer (the id is the name)",
    second_source="botocore, cfn-lint",
    checks=(
        Pattern("analyzerName", r"[A-Za-z_][A-Za-z0-9_.-]*", source=_CREATE, saying="a letter or _, then letters, digits and _.-"),
        Length("analyzerName", 1, 255, source=_CREATE),
        Allowed(
            "type",
            (
                "ACCOUNT",
                "ORGANIZATION",
                "ACCOUNT_UNUSED_ACCESS",
                "ORGANIZATION_UNUSED_ACCESS",
                "ACCOUNT_INTERNAL_ACCESS",
                "ORGANIZATION_INTERNAL_ACCESS",
            ),
            source=_CREATE,
        ),
        Between(
            "configuration.unusedAccess.unusedAccessAge", 1, 365, source="IAM Access Analyzer API Reference, UnusedAccessConfiguration"
        ),
    ),
    immutable={"analyzerName", "type"},
    unique=(unique("analyzerName", code="ConflictException"),),
    defaults={"type": "ACCOUNT"},
    id="{analyzerName}",
    outputs={"arn": "arn:{partition}:access-analyzer:{region}:{account}:analyzer/{id}"},
)


@analyzer.check(source=f"{_CREATE}: configuration.unusedAccess is for analyzers of unused access")
def configuration_fits(inputs: Properties) -> Iterator[Fault]:
    """Each kind has its own configuration."""
    if (inputs.get("configuration") or {}).get("unusedAccess") and "UNUSED_ACCESS" not in str(inputs.get("type")):
        yield "configuration.unusedAccess", f"does not fit an analyzer of type {inputs.get('type', 'ACCOUNT')}"
