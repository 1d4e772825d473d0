"""The fund's memory: payment files, the journal of double entry, person-months, what follows.

A file is kept whole, each of its lines ends in the journal: posted, or in suspense with a reason.
The journal only grows; what is in force is a projection of it that can be made anew.
"""
