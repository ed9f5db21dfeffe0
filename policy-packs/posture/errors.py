"""Faults of what a person gave us: one message that says where, what was given, what is allowed, how to fix it."""


class InputError(Exception):
    """Bad input. The message is for a person; the CLI prints it alone and exits with 3."""
