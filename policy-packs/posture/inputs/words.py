"""Resources in the words that readers and rules know: Azure's classic provider in Azure Native's, AWS Native in the AWS provider's.

Most programs use neither. The shapes are imported for those that do.
"""

from collections.abc import Sequence

from posture.resource import Resource


def in_known_words(resources: Sequence[Resource]) -> tuple[Resource, ...]:
    """Every resource whose shape is known in another provider's words as one of that provider; the rest as they are."""
    packages = {token.partition(":")[0] for token in {resource.type for resource in resources}}
    if "azure" in packages:
        from posture.inputs.classic.joined import in_native_words

        resources = in_native_words(resources)
    if "aws-native" in packages:
        from posture.inputs.native.joined import in_aws_words

        resources = in_aws_words(resources)
    return tuple(resources)
