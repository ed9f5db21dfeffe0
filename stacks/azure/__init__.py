"""Stacks on Azure: settings, the program, faults on purpose."""
