"""“Questions and answers” on medical insurance. The words stand in ``texts/questions.yaml`` and
``texts/answers.yaml``; no number stands in them: :mod:`.filled` asks the law for each."""
