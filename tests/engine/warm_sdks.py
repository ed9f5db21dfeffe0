"""Read by the process that forks (`warm.py`) before its first fork."""

from tests.engine.warm import read_sdks

read_sdks()
