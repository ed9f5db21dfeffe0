"""Types whose account or region is the provider's where a program names none, and images' components, which need a document.

Sources: Pulumi Registry, the type of each (`accountId`, `vpcRegion`: the provider's); EC2 Image Builder API Reference, CreateComponent ("exactly one
of" `data` and `uri`, AWS CloudFormation User Guide, AWS::ImageBuilder::Component).
"""

from typing import Final

from simulator.rules import ExactlyOneOf, Rules

_OF_THE_ACCOUNT: Final = (
    "aws:s3control/accessGrant:AccessGrant",
    "aws:s3control/accessGrantsInstance:AccessGrantsInstance",
    "aws:s3control/accessGrantsLocation:AccessGrantsLocation",
    "aws:s3control/storageLensConfiguration:StorageLensConfiguration",
)

access_grant, access_grants, access_grants_location, storage_lens = (
    Rules(token, source=f"Pulumi Registry, aws.s3control.{token.rsplit(':', 1)[-1]} (accountId)", defaults={"accountId": "{account}"})
    for token in _OF_THE_ACCOUNT
)

vpc_association_authorization = Rules(
    "aws:route53/vpcAssociationAuthorization:VpcAssociationAuthorization",
    source="Pulumi Registry, aws.route53.VpcAssociationAuthorization (vpcRegion)",
    defaults={"vpcRegion": "{region}"},
)

_COMPONENT = "EC2 Image Builder API Reference, CreateComponent"
component = Rules(
    "aws:imagebuilder/component:Component",
    source=_COMPONENT,
    checks=(ExactlyOneOf(("data", "uri"), source=_COMPONENT),),
)
