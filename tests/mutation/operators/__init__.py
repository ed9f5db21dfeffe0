"""Operators by kind of change. Each takes a program and one of its resources, and yields what may be changed there."""
