"""Zones on Azure: components of azure-native, one a file."""

from .validation import InvalidInputError

__all__ = ["InvalidInputError"]
