"""The producer's consent to one consumer: without it a connection that was asked for stays pending.

It knows both halves, so it is a component of its own, built under the producer's provider.
Source: AWS PrivateLink Guide, "Accept or reject connection requests".
"""

from typing import TypedDict

import pulumi
from pulumi_aws import ec2

from ai_zones.aws.naming import child
from ai_zones.aws.validation import ComponentInput, Reference


class AwsServiceLinkAcceptanceArgs(TypedDict):
    """Inputs of `AwsServiceLinkAcceptance`."""

    endpoint_service_id: pulumi.Input[str]
    """Endpoint service of the producer half."""
    endpoint_id: pulumi.Input[str]
    """Endpoint of the consumer half."""


class ServiceLinkAcceptance(ComponentInput):
    """Parsed `AwsServiceLinkAcceptanceArgs`."""

    endpoint_service_id: Reference
    endpoint_id: Reference


class AwsServiceLinkAcceptance(pulumi.ComponentResource):
    """Accepts one endpoint at one endpoint service; removing it rejects the connection."""

    state: pulumi.Output[str]
    """State of the connection; `available` once it carries traffic."""

    def __init__(self, name: str, args: AwsServiceLinkAcceptanceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        acceptance = ServiceLinkAcceptance.parse(name, args)
        super().__init__("ai-zones:index:AwsServiceLinkAcceptance", name, {}, opts)
        accepter = ec2.VpcEndpointConnectionAccepter(
            child(name, "accepter"),
            vpc_endpoint_service_id=acceptance.endpoint_service_id,
            vpc_endpoint_id=acceptance.endpoint_id,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.state = accepter.vpc_endpoint_state
        self.register_outputs({"state": self.state})
