"""Days in the cases of Kazakh."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from tirek.pages import writing


@pytest.mark.parametrize("month", range(1, 13))
def test_days_stand_in_their_case_in_kazakh(month: int) -> None:
    with translation.override("kk"):
        day = writing.long_day(date(2026, month, 4))
        assert f"{day:from}".endswith(("дан", "ден", "нан", "нен", "тан", "тен"))
        assert f"{day:whole}".endswith(("ды", "ді", "ты", "ті", "ны", "ні"))
        assert f"{day}" == day and f"{day:of}".startswith(day) and f"{day:on}".startswith(day)
