"""Where an Elastic Beanstalk environment says what it runs as: a list of options, each with a namespace and a name.

Source: AWS Elastic Beanstalk Developer Guide, "General options for all environments".
"""

from typing import Final

from posture.values import Unknown
from posture.view import Path, ResourceView

ENVIRONMENT: Final = "aws:elasticbeanstalk/environment:Environment"
TEMPLATE: Final = "aws:elasticbeanstalk/configurationTemplate:ConfigurationTemplate"
NETWORK: Final = "aws:ec2:vpc"
LAUNCH: Final = "aws:autoscaling:launchconfiguration"
KIND: Final = "aws:elasticbeanstalk:environment"


def option(view: ResourceView, namespace: str, name: str) -> Path | None:
    """Path of an option's value; None where it is not given."""
    blocks = view.blocks("settings")
    if isinstance(blocks, Unknown):
        return "settings"
    for block in blocks:
        if view.text(f"{block}.namespace") == namespace and view.text(f"{block}.name") == name:
            return f"{block}.value"
    return None


def unreadable_options(view: ResourceView) -> bool:
    """Whether some option is not known to be none of those that decide."""
    blocks = view.blocks("settings")
    return isinstance(blocks, Unknown) or any(
        isinstance(view.text(f"{block}.{part}"), Unknown) for block in blocks for part in ("namespace", "name")
    )
