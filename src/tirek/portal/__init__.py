"""The public face: anyone can ask the law, without signing in. Stateless: what was answered so far
stands in the address, nothing is kept, no ИИН and no name is asked for.

Each job has a module or folder of its own; ``flow`` asks page after page, ``fields`` are the
kinds of answers, ``answers`` is what a result is made of, on the screen and on paper. No rule of
the law stands here: :mod:`tirek.contract` answers.
"""
