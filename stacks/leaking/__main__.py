"""What the stack's program becomes when somebody adds a NAT route to the PHI subnets, to fetch updates.

`make demo` previews it on top of the stack that stands, and the packs refuse it. Pulumi.yaml names the program above, so nothing runs this one by accident.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from stacks.__main__ import program
from stacks.breaks import nat_route

if __name__ == "__main__":
    built = program()
    nat_route(built.zones, built.providers)
