"""Databases with records send none to models or elsewhere by extensions."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_engines import INSTANCE, SQL, flag_of
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_false
from posture.values import is_unknown

_FAULT: Final = "lets statements send records to Vertex AI"
_MODELS: Final = "google_ml_integration.enable_model_support"


@rule(*SQL, *INSTANCE)
def check(look: Look) -> Iterator[Fault]:
    """Cloud SQL documentation, "Integrate Cloud SQL with Vertex AI": off unless it is given; AlloyDB documentation, "Register and call remote AI models"."""
    if not look.holds_records:
        return
    if look.resource.type in SQL:
        yield from must_be_false(look, "settings.enableGoogleMlIntegration", _FAULT)
        return
    value = flag_of(look, _MODELS)
    if is_unknown(value):
        yield cannot_tell("databaseFlags", f"whether it {_FAULT}")
    elif value == "on":
        yield Fault(f"{_FAULT} ({_MODELS})", "databaseFlags")
