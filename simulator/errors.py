"""Errors that a simulated cloud answers with, in the words of the real one."""


class CloudError(Exception):
    """The cloud refuses. `code` is the real API's error code where it documents one."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}" if code else message)
        self.code = code
        self.message = message


class UserError(Exception):
    """A mistake of the person at the keyboard: shown as one message, without a traceback."""
