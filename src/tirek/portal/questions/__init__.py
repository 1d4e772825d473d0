"""“Questions and answers” on medical insurance. The words stand in ``texts/questions.yaml`` and
``texts/answers_*.yaml``; every number in them is a place that :mod:`.facts` fills by the law."""
