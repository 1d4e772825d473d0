"""The HTTP API: the contract's questions, a batch in columns, the law as data.

Stateless: nothing that is asked is kept, and nothing of it stands in a log. What is answered is
:mod:`tirek.contract` and :mod:`tirek.nation`; here stand addresses, media types, limits, and the
OpenAPI document that says all of it.
"""
