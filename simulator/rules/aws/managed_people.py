"""Pools and directories of people, anchors of certificates: what they demand, and what they take. Each type names its API."""

from collections.abc import Iterator

from simulator.rules import Action, Fault, Properties, Rules
from simulator.rules.aws.passed_roles import at_path, missing, takes_roles_of_its_account

client = Rules(
    "aws:cognito/userPoolClient:UserPoolClient",
    source="Amazon Cognito API Reference, CreateUserPoolClient (EnableTokenRevocation: activated by default in new clients)",
    defaults={"enableTokenRevocation": True, "allowedOauthFlowsUserPoolClient": False},
)


signins = Rules(
    "aws:cognito/logDeliveryConfiguration:LogDeliveryConfiguration",
    source="Amazon Cognito API Reference, SetLogDeliveryConfiguration, CloudWatchLogsConfigurationType (a log group of the same account)",
)


@signins.check(source="Amazon Cognito API Reference, LogConfigurationType", even_unknown=True)
def one_destination_of_each(inputs: Properties) -> Iterator[Fault]:
    """Each kind of event goes to one destination: a log group, a bucket or a stream."""
    configurations = inputs.get("logConfigurations")
    for at, one in enumerate(configurations if isinstance(configurations, list) else ()):
        kinds = ("cloudWatchLogsConfiguration", "s3Configuration", "firehoseConfiguration")
        if isinstance(one, dict) and all(missing(one.get(kind)) for kind in kinds):
            yield f"logConfigurations[{at}]", "names no destination"
        group = at_path(one, "cloudWatchLogsConfiguration.logGroupArn")
        if isinstance(one, dict) and one.get("cloudWatchLogsConfiguration") is not None and group is None:
            yield f"logConfigurations[{at}].cloudWatchLogsConfiguration.logGroupArn", "is required"


@signins.before("create")
def group_of_its_account(action: Action) -> None:
    """A log group of the same account."""
    configurations = action.inputs.get("logConfigurations")
    for one in configurations if isinstance(configurations, list) else ():
        arn = at_path(one, "cloudWatchLogsConfiguration.logGroupArn")
        if isinstance(arn, str) and arn.startswith("arn:") and arn.split(":")[4:5] != [action.place.account]:
            action.refuse("InvalidParameterException", f"logConfigurations: {arn} is a log group of another account")


anchor = Rules(
    "aws:rolesanywhere/trustAnchor:TrustAnchor",
    source="IAM Roles Anywhere API Reference, CreateTrustAnchor, Source",
)


@anchor.check(source="IAM Roles Anywhere API Reference, SourceData", even_unknown=True)
def data_of_its_kind(inputs: Properties) -> Iterator[Fault]:
    """A private CA by its ARN, a bundle by its certificates."""
    kind, data = at_path(inputs, "source.sourceType"), at_path(inputs, "source.sourceData")
    wanted = {"AWS_ACM_PCA": "acmPcaArn", "CERTIFICATE_BUNDLE": "x509CertificateData"}.get(str(kind))
    if wanted is not None and (not isinstance(data, dict) or data.get(wanted) is None):
        yield f"source.sourceData.{wanted}", f"is required when sourceType is {kind}"


profile_of_certificates = takes_roles_of_its_account(
    Rules(
        "aws:rolesanywhere/profile:Profile",
        source="IAM Roles Anywhere API Reference, CreateProfile",
        unset={"durationSeconds": 3600, "requireInstanceProperties": False, "acceptRoleSessionName": False},
    ),
    "roleArns",
)


group = Rules(
    "aws:identitystore/group:Group",
    source="IAM Identity Center, Identity Store API Reference, CreateGroup; Pulumi Registry, aws.identitystore.Group",
    outputs={"groupId": "{uuid}"},
)


person = Rules(
    "aws:identitystore/user:User",
    source="IAM Identity Center, Identity Store API Reference, CreateUser; Pulumi Registry, aws.identitystore.User",
    outputs={"userId": "{uuid}"},
)


pool = Rules(
    "aws:cognito/userPool:UserPool",
    source="Amazon Cognito API Reference, CreateUserPool; Pulumi Registry, aws.cognito.UserPool",
    unset={
        "mfaConfiguration": "OFF",
        "deletionProtection": "INACTIVE",
        "userPoolTier": "ESSENTIALS",
        "adminCreateUserConfig.allowAdminCreateUserOnly": False,
        "usernameConfiguration.caseSensitive": True,
    },
    id="{region}_{hex8}",
    outputs={"arn": "arn:{partition}:cognito-idp:{region}:{account}:userpool/{id}", "endpoint": "cognito-idp.{region}.amazonaws.com/{id}"},
)


@pool.check(source="Amazon Cognito API Reference, SetUserPoolMfaConfig", even_unknown=True)
def a_second_factor_is_some_factor(inputs: Properties) -> Iterator[Fault]:
    """Where a second factor is asked for, at least one kind is set up."""
    kinds = ("smsConfiguration", "softwareTokenMfaConfiguration", "emailMfaConfiguration", "webAuthnConfiguration")
    if inputs.get("mfaConfiguration") in ("ON", "OPTIONAL") and all(inputs.get(name) is None for name in kinds):
        yield "mfaConfiguration", f"one of {', '.join(kinds)} is required when it is {inputs['mfaConfiguration']}"


@pool.check(source="Amazon Cognito API Reference, SoftwareTokenMfaConfigType", even_unknown=True)
def the_only_second_factor_is_on(inputs: Properties) -> Iterator[Fault]:
    """A second factor can't be demanded of people when the only kind is switched off."""
    others = ("smsConfiguration", "emailMfaConfiguration", "webAuthnConfiguration")
    off = at_path(inputs, "softwareTokenMfaConfiguration.enabled") is False
    if inputs.get("mfaConfiguration") in ("ON", "OPTIONAL") and off and all(inputs.get(name) is None for name in others):
        yield "softwareTokenMfaConfiguration.enabled", "is the only second factor, and mfaConfiguration asks for one"
