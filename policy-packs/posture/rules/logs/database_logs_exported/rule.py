"""Databases with records export the log that says who did what."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_engines import CLUSTERS, INSTANCE, engine, is_member
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

_WANTED: Final = {"postgres": "postgresql", "mysql": "audit", "mariadb": "audit", "docdb": "audit", "neptune": "audit"}
_LICENSED: Final = {"oracle": "audit", "sqlserver": "error"}
"""Engine → log (Amazon RDS User Guide, "Publishing Oracle logs to Amazon CloudWatch Logs", "Publishing SQL Server logs": logins are in its errors)."""
_PROPS: Final = ("enabledCloudwatchLogsExports", "enableCloudwatchLogsExports")


@rule(*CLUSTERS, *INSTANCE)
def check(look: Look) -> Iterator[Fault]:
    """Each engine has a log of its own name."""
    wanted = _WANTED.get(engine(look) or "") or _licensed(look)
    if not look.holds_records or is_member(look) or wanted is None:
        return
    prop = next((one for one in _PROPS if look.value(one) is not None), _PROPS[0])
    exported = look.texts(prop)
    if is_unknown(exported) or any(is_unknown(one) for one in exported):
        yield cannot_tell(prop, f"whether it exports its {wanted} log")
    elif wanted not in exported:
        yield Fault(f"does not export its {wanted} log", prop)


def _licensed(look: Look) -> str | None:
    name = look.text("engine")
    return next((log for engine_, log in _LICENSED.items() if isinstance(name, str) and name.startswith(engine_)), None)
