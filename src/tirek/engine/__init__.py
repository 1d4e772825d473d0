"""How law is run: exact numbers, rules, parameters, the graph, plans, and what is not known.

The engine knows nothing of Kazakhstan; it could run another country's law. It reads no file and
no clock. Start with :mod:`tirek.engine.rules` (how rules are written), then
:mod:`tirek.engine.graph` (how they are joined and checked) and :mod:`tirek.engine.plan` (how
they are run over arrays).
"""
