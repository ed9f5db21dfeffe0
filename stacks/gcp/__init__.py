"""Stacks on Google Cloud: settings, the program, faults on purpose."""
