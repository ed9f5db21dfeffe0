"""Nobody logs in to hosts of zones by a key that never ends.

Sources: Amazon EC2 User Guide, "Amazon EC2 key pairs and Amazon EC2 instances"; Amazon EKS API Reference, RemoteAccessConfig (a key without source groups
opens SSH to the whole internet).
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use

HOST: Final = {
    "aws:ec2/instance:Instance": "keyName",
    "aws:ec2/launchTemplate:LaunchTemplate": "keyName",
    "aws:ec2/launchConfiguration:LaunchConfiguration": "keyName",
    "aws-native:ec2:Instance": "keyName",
    "aws-native:ec2:LaunchTemplate": "launchTemplateData.keyName",
}
"""Type → what names the key. Node groups are judged with their clusters (`cluster-governed`)."""


@rule(*HOST)
def check(look: Look) -> Iterator[Fault]:
    """No SSH key pair."""
    prop = HOST[look.resource.type]
    if look.text(prop) is not None and zone_in_use(look) is not None:
        yield Fault("can be entered by an SSH key that never ends", prop)
