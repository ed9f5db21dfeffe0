"""A Lightsail machine that is said to be of the PHI zone."""

import pulumi_aws as aws

aws.lightsail.Instance(
    "box",
    name="box",
    availability_zone="eu-west-1a",
    blueprint_id="amazon_linux_2023",
    bundle_id="nano_3_0",
    tags={"ai-zone": "phi"},
)
