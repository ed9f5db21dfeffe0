"""What changes when a service perimeter of VPC Service Controls goes from dry run to enforced, and which calls it would refuse.

`configuration` reads both sides of a perimeter, `difference` says how they differ, `calls` lists the calls that a program makes or permits,
`refusals` judges each of them, `report` prints.
"""
