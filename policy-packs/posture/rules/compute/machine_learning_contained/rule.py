"""SageMaker in zones: models without network, encrypted disks and traffic, no root on notebooks."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_keys import must_name_key_of_ours
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.words import must_be_false, must_be_one_of, must_be_set, must_be_true
from posture.values import is_unknown

MODEL: Final = ("aws:sagemaker/model:Model",)
NOTEBOOK: Final = ("aws:sagemaker/notebookInstance:NotebookInstance",)
DOMAIN: Final = ("aws:sagemaker/domain:Domain",)
ENDPOINT: Final = ("aws:sagemaker/endpointConfiguration:EndpointConfiguration",)


_METADATA: Final = "instanceMetadataServiceConfiguration"
_LEAST: Final = "minimumInstanceMetadataServiceVersion"


MONITOR: Final = ("aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition",)


@rule(*MODEL, *NOTEBOOK, *DOMAIN, *ENDPOINT, *MONITOR)
def check(look: Look) -> Iterator[Fault]:
    """What each kind offers."""
    kind = look.resource.type
    if kind in MODEL and look.scene.classified:
        # Without a network it has no zone either: beside protected data that is the fault.
        yield from must_be_set(look, "vpcConfig", "runs in a network of SageMaker's, not in a zone")
    if zone_in_use(look) is None:
        return
    if kind in MODEL:
        yield from must_be_true(look, "enableNetworkIsolation", "can open connections from inside the model")
    elif kind in NOTEBOOK:
        yield from must_be_one_of(look, f"{_METADATA}.{_LEAST}", ("2",), "gives its credentials to who asks without a token", default="1")
        yield from must_name_key_of_ours(look, "kmsKeyId", "has a disk without a key of its own")
        yield from must_be_one_of(look, "rootAccess", ("Disabled",), "gives its user root", default="Enabled")
        yield from must_be_one_of(look, "directInternetAccess", ("Disabled",), "has a way to the internet of its own", default="Enabled")
    elif kind in DOMAIN:
        yield from must_name_key_of_ours(look, "kmsKeyId", "has a file system without a key of its own")
        yield from must_be_one_of(
            look, "appNetworkAccessType", ("VpcOnly",), "has a way to the internet of its own", default="PublicInternetOnly"
        )
        yield from must_be_one_of(look, "authMode", ("SSO",), "lets people in without the organization's identity")
    elif kind in MONITOR:
        yield from must_be_true(look, "networkConfig.enableNetworkIsolation", "can open connections from inside the job")
        yield from must_be_true(
            look, "networkConfig.enableInterContainerTrafficEncryption", "sends records in the clear between its machines"
        )
    else:
        yield from must_name_key_of_ours(look, "kmsKeyArn", "has disks without a key of their own")
        blocks = look.blocks("productionVariants")
        for block in [] if is_unknown(blocks) else blocks:
            yield from must_be_false(look, f"{block}.enableSsmAccess", "lets people into the machines of the model")
