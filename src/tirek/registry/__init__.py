"""Who is who: persons, payers, employment, categories, families, bank accounts.

Everything has two times: on which days it holds, and from when until when it was known. Nothing
is overwritten: what becomes known closes what was known before. No money lives here.
"""
