"""What all types of one provider share: where it works (account, region), its own configuration, its common outputs."""

from simulator.packages.base import Package
from simulator.packages.lookup import package

__all__ = ["Package", "package"]
