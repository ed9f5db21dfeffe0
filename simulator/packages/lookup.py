"""Finds a provider's package by its name."""

import importlib
from functools import cache

from simulator.packages.base import Package


@cache
def package(name: str) -> Package:
    """The package of this name; one without a module of its own behaves as the base says."""
    try:
        module = importlib.import_module(f"simulator.packages.{name.replace('-', '_')}")
    except ModuleNotFoundError:
        return Package(name)
    made = module.PACKAGE
    assert isinstance(made, Package)
    return made
