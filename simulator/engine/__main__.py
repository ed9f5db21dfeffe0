"""`python -m simulator.engine`: prints the engine's path on stdout, or says on stderr how to get one and ends with 1."""

import sys

from simulator.engine.errors import EngineNotFoundError
from simulator.engine.finder import find_engine


def main() -> int:
    """Exit code 0 with the path, 1 with the one message, 130 when the user stops it."""
    try:
        print(find_engine())  # noqa: T201
    except EngineNotFoundError as fault:
        print(fault, file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        print("engine: stopped; nothing half-made is left", file=sys.stderr)  # noqa: T201
        return 130
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
