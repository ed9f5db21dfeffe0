"""`cached_property` as Python 3.12 has it: without the lock that earlier versions take for each value that is worked out.

Source: Python documentation, `functools.cached_property` ("Prior to Python 3.12, cached_property included an undocumented lock").
"""

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or sys.version_info >= (3, 12):
    from functools import cached_property as cached_property
else:

    class cached_property:  # noqa: N801  it stands for the library's
        """Worked out when it is first asked for, then an attribute like any other."""

        def __init__(self, func: Any) -> None:
            self.func = func
            self.attrname = ""
            self.__doc__ = func.__doc__

        def __set_name__(self, owner: type, name: str) -> None:
            self.attrname = name

        def __get__(self, instance: Any, owner: type | None = None) -> Any:
            if instance is None:
                return self
            found = instance.__dict__[self.attrname] = self.func(instance)
            return found
