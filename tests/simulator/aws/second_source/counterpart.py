"""How a type of the provider is called in the second sources."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Counterpart:
    """One type's names elsewhere."""

    cloudformation: str | None = None
    """`AWS::EC2::Subnet`; None where CloudFormation has no such type."""
    request: tuple[str, str] | None = None
    """botocore's service and operation that creates it; None where the provider's type is not one request."""
    renamed: dict[str, str] = field(default_factory=dict)
    """Property → the other's property path, in both sources."""


def counterpart(cloudformation: str | None, service: str = "", operation: str = "", **renamed: str) -> Counterpart:
    """`EC2::Subnet`, `ec2`, `CreateSubnet`; in names of keywords a double underscore stands for a dot."""
    return Counterpart(
        f"AWS::{cloudformation}" if cloudformation else None,
        (service, operation) if service else None,
        {name: other.replace("__", ".") for name, other in renamed.items()},
    )
