"""The Pulumi engine: found on this machine, or brought to it."""

from simulator.engine.cache import cache_root
from simulator.engine.errors import EngineNotFoundError
from simulator.engine.finder import find_engine
from simulator.engine.versions import ENGINE_VERSION

__all__ = ["ENGINE_VERSION", "EngineNotFoundError", "cache_root", "find_engine"]
