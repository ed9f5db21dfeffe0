"""Runs a project's own program inside this process, as the engine's language host would."""

import os
import runpy
import sys
import traceback
from pathlib import Path

import pulumi

from simulator.remarks import keep_remarks
from simulator.waiting import wait_by_looking


class Program:
    """The inline program of an Automation API run; remembers the mistake that ended it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.mistake: str | None = None

    def __call__(self) -> None:
        """Run `__main__.py` in its folder, as `pulumi up` does."""
        wait_by_looking()
        keep_remarks()
        before, paths = Path.cwd(), list(sys.path)
        os.chdir(self._folder)
        sys.path.insert(0, str(self._folder))
        try:
            runpy.run_path(str(self._folder / "__main__.py"), run_name="__main__")
        except pulumi.RunError as error:
            self.mistake = str(error)
            raise
        except SystemExit as error:
            if error.code not in (None, 0):
                self.mistake = str(error.code)
                raise pulumi.RunError(self.mistake) from None
        except Exception as error:
            if type(error).__module__ == "builtins":
                # A bug of the program: here the place matters.
                place = next(
                    (f"{f.filename}:{f.lineno}: " for f in reversed(traceback.extract_tb(error.__traceback__)) if _own(f.filename)), ""
                )
                self.mistake = f"{place}{type(error).__name__}: {error}"
            else:
                self.mistake = str(error)
            raise pulumi.RunError(self.mistake) from error
        finally:
            os.chdir(before)
            sys.path[:] = paths


def _own(file: str) -> bool:
    return "site-packages" not in file and not file.startswith(("<", sys.base_prefix)) and "/simulator/" not in file
