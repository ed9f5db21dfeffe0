"""The plugin's end: the engine closes all of its plugins within five seconds, so none may spend time on leaving."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from simulator.plugin import WORLD_VARIABLE

STARTED = "import atexit; from pathlib import Path; from simulator.plugin import serve; atexit.register(print, 'cleaned up', flush=True); serve('aws', Path({!r}))"


def test_an_interrupted_plugin_leaves_at_once_and_without_a_word(tmp_path: Path) -> None:
    world = str(tmp_path / "world.sqlite")
    command = [sys.executable, "-c", STARTED.format(world)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, WORLD_VARIABLE: world}
    ) as plugin:
        assert plugin.stdout is not None
        assert int(plugin.stdout.readline()) > 0
        plugin.send_signal(signal.SIGINT)
        out, err = plugin.communicate(timeout=60)
    assert (plugin.returncode, out, err) == (0, "", "")
