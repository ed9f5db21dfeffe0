"""What components that keep data are given: names that are unique in all of Google Cloud, a key of the same region, protections.

Sources: Cloud KMS documentation, "CMEK integrations" (a key encrypts what stands in its location); Cloud Storage, "Bucket naming guidelines" (names
are everybody's).
"""

from typing import Annotated, Self

import pydantic

from ai_zones.gcp.naming import Kind, unique_name
from ai_zones.gcp.paths import part
from ai_zones.gcp.validation import CryptoKeyPath, ZonedInput
from ai_zones.inputs import matches

__all__ = ["EncryptedInput", "Label", "StoredInput", "Text"]

Text = Annotated[str, matches(r"[a-z][a-z0-9-]{0,29}", "up to 30 lower-case letters, digits, hyphens, beginning with a letter")]
Label = Text
"""Tells several of a kind in one zone apart."""


class EncryptedInput(ZonedInput):
    """Inputs that all of them share."""

    kms_key: CryptoKeyPath
    removable: bool = False

    @pydantic.model_validator(mode="after")
    def _keys_are_near(self) -> Self:
        for name in (field for field in type(self).model_fields if field.endswith("kms_key")):
            key = getattr(self, name)
            if isinstance(key, str) and (place := part(key, "locations")) != self.region:
                raise ValueError(f"{name}: given a key of {place}, for what stands in {self.region}; name a key of {self.region}")
        return self


class StoredInput(EncryptedInput):
    """Inputs of those whose names are everybody's."""

    organization: Text
    environment: Text

    def unique(self, kind: Kind, *parts: str) -> str:
        """A name that ends in a hash of organization, environment, project."""
        return unique_name(kind, *parts, organization=self.organization, environment=self.environment, project=self.project)
