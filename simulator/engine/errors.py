"""What may go wrong while an engine is looked for."""


class WayUnavailableError(Exception):
    """One way of getting the engine does not work here; the finder goes on to the next. The text is a short reason."""


class EngineNotFoundError(Exception):
    """No way worked. The text is the whole message for the user: what was tried, and the three ways out."""
