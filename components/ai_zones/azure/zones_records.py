"""What keeps a record of the zones."""

from typing import Any

from ai_zones.azure.zones_built import Built


def build_alarms(built: Built) -> Any:
    return None


def build_backups(built: Built) -> Any:
    return None


def build_clinical_store(built: Built) -> Any:
    return None


def build_monitor_scope(built: Built) -> Any:
    return None


def build_training(built: Built) -> Any:
    return None
