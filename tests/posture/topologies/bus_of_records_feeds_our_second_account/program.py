"""Events that hold records go from their bus to one of our second account."""

import json

import pulumi_aws as aws

from tests.posture.topologies.pieces import SECOND, role, statement

there = f"arn:aws:events:eu-west-1:{SECOND}:event-bus/intake"
records = aws.cloudwatch.EventBus("records", name="records", tags={"ai-zone": "phi", "data-class": "phi"})
rule = aws.cloudwatch.EventRule("all", event_bus_name=records.name, event_pattern=json.dumps({"source": ["clinic.lab"]}))
sender = role("sender", "events", statement("events:PutEvents", there))
aws.cloudwatch.EventTarget("there", rule=rule.name, event_bus_name=records.name, arn=there, role_arn=sender.arn)
