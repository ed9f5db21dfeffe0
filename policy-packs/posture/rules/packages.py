"""Which packages' types each check looks at: `packages.json`, so that a program of one cloud imports no other cloud's rules.

Made by `python -m posture.rules.packages`. A module that is not listed yet is imported whatever the program uses; a test says where an entry
and its module differ.
"""

import json
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).with_name("packages.json")


@cache
def listed() -> dict[str, frozenset[str]]:
    """Module of a check → packages, such as `aws` and `aws-native`; `*` where it looks at every resource."""
    written: dict[str, list[str]] = json.loads(FILE.read_text(encoding="utf-8"))
    return {module: frozenset(packages.split()) for packages, modules in written.items() for module in modules}


def made() -> str:
    """What the file should say: packages, and the modules of the checks that look at their types."""
    from posture.rules.catalogue import modules
    from posture.rules.contract import registered_in

    by_packages: dict[str, list[str]] = {}
    for module in modules():
        by_packages.setdefault(" ".join(sorted(registered_in(module).packages)), []).append(module)
    return json.dumps(dict(sorted(by_packages.items())), indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(made(), encoding="utf-8")
