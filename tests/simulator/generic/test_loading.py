"""The engine asks a plugin from several threads at once, from its first moment on."""

import subprocess
import sys

ASKED_AT_ONCE = """
from concurrent.futures import ThreadPoolExecutor
from simulator.rules.registry import function_for, rules_for

with ThreadPoolExecutor(8) as pool:
    functions = [pool.submit(function_for, "aws:index/getAvailabilityZones:getAvailabilityZones") for _ in range(4)]
    types = [pool.submit(rules_for, "aws:ec2/vpc:Vpc") for _ in range(4)]
assert all(one.result() is not None for one in (*functions, *types))
"""


def test_no_thread_goes_on_before_all_rules_are_there() -> None:
    done = subprocess.run([sys.executable, "-c", ASKED_AT_ONCE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
