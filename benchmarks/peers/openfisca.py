"""OpenFisca-core in its usual way: monthly variables, dated parameters, float32 tenge as it ships.

A simulation remembers what it has calculated, so a new one is filled for each run.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import MONTH, Period
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.nation_data import ON, WINDOW, Simple, month_of_on
from benchmarks.peers import Result, Work
from benchmarks.peers.openfisca_parameters import PARAMETERS, half_up
from tests.oracle.dates import month_text

Person = build_entity(key="person", plural="persons", label="a person", is_person=True)
PERIOD = f"{ON:%Y-%m}"


class income(Variable):  # noqa: N801
    value_type = float
    entity = Person
    definition_period = MONTH
    label = "Income on which contributions were paid, one payer"


class participation_months(Variable):  # noqa: N801
    value_type = int
    entity = Person
    definition_period = MONTH
    label = "Length of participation before the month"


class average_income(Variable):  # noqa: N801
    value_type = float
    entity = Person
    definition_period = MONTH
    label = "Average monthly income of 24 months, each capped"

    def formula(person: Any, period: Period, parameters: Any) -> Any:  # noqa: N805
        total: Any = 0
        for back in range(1, WINDOW + 1):
            month = period.offset(-back)
            law = parameters(month)
            cap = law.cap_multiple * law.minimum_wage
            total = total + np.minimum(person("income", month), cap)
        return half_up(total / WINDOW)


class tenure_factor(Variable):  # noqa: N801
    value_type = float
    entity = Person
    definition_period = MONTH
    label = "Tenure factor"

    def formula(person: Any, period: Period, parameters: Any) -> Any:  # noqa: N805
        law = parameters(period)
        months = person("participation_months", period)
        beyond = np.maximum(months - law.bonus_from, 0) // law.bonus_step
        return np.minimum(law.tenure.calc(months) + law.bonus * beyond, law.tenure_factor_max)


class job_loss_benefit(Variable):  # noqa: N801
    value_type = float
    entity = Person
    definition_period = MONTH
    label = "Social payment on loss of work, a month"

    def formula(person: Any, period: Period, parameters: Any) -> Any:  # noqa: N805
        law = parameters(period)
        amount = half_up(
            person("average_income", period)
            * law.replacement_rate
            * person("tenure_factor", period)
        )
        entitled = person("participation_months", period) >= law.months_min
        return np.where(entitled, amount, 0)


class CountryTaxBenefitSystem(TaxBenefitSystem):
    """The job-loss benefit; OpenFisca's own web API finds it by this name."""

    def __init__(self) -> None:
        super().__init__([Person])
        variables = (income, participation_months, average_income, tenure_factor, job_loss_benefit)
        for variable in variables:
            self.add_variable(variable)
        self.parameters = ParameterNode("", data=PARAMETERS)


def simple(data: Simple) -> Work:
    system = CountryTaxBenefitSystem()
    people = data.incomes.shape[1]

    def take_in() -> Simulation:
        simulation = SimulationBuilder().build_default_simulation(system, people)
        first = month_of_on() - WINDOW
        for back, incomes in enumerate(data.incomes):
            simulation.set_input("income", month_text(first + back), incomes / 100)
        simulation.set_input("participation_months", PERIOD, data.participation_months)
        return simulation

    return Work(_answer, take_in)


def _answer(simulation: Simulation) -> Result:
    amounts: NDArray[np.float32] = simulation.calculate("job_loss_benefit", PERIOD)
    return {"amount": np.rint(amounts.astype(np.float64) * 100).astype(np.int64)}
