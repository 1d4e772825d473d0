"""What other programs rely on: reading questions, refusing bad ones by name, writing answers.

Faces (command line, API, pages) call :mod:`tirek.contract`; it turns the contract's JSON into
facts for :mod:`tirek.law` and what the law found into the contract's JSON. No rule of the law
stands here.
"""
