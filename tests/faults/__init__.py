"""Failing every call of a stack, one at a time, and looking at what is left: `python -m tests.faults`."""
