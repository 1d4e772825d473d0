"""Mutation testing of ``law/`` and ``engine/``: ``./run mutants``.

:mod:`.making` makes the mutants with cosmic-ray's operators, :mod:`.checks` is what a mutant has
to get past, :mod:`.running` tries each in a process of its own, :mod:`.report` writes
``docs/mutants.md``. The working tree is never changed: everything runs in a copy of a commit,
and a mutant only ever stands in the memory of its process.
"""
