"""What Tirek's speed is measured against: the same work, each in its own house's usual way.

A module a peer, run in a process of its own (:mod:`benchmarks.peers.worker`) by the interpreter
that :data:`PEERS` names. It offers ``simple(data)``, ``mixed(data)`` or both: each makes ready
what is made once (tables, a compiled kernel, the data at rest in its own store) and gives a
:class:`Work`. OpenFisca, PolicyEngine and TTSIM are AGPL: they live in an environment of their
own, and nothing of Tirek or its tests imports them.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

#: Name of an output to its array, one value a person. Of simple work: ``amount``, 0 if refused.
#: Of mixed work: :data:`MIXED_OUTPUTS`.
Result = Mapping[str, NDArray[Any]]

#: 0 stands wherever the contract says null; ``until`` in days since 1970-01-01.
MIXED_OUTPUTS = {
    "entitled": np.bool_,
    "amount": np.int64,
    "net": np.int64,
    "months": np.int8,
    "until": np.int32,
    "reasons": np.uint8,
}
#: Bits of ``reasons``, in the contract's order.
REASONS = (
    "deadline_passed",
    "not_insured_pensioner",
    "no_contributions_in_window",
    "tenure_too_short",
    "kind_not_covered",
    "amount_not_positive",
)


class Work(NamedTuple):
    """``take_in`` hands the arrays to the peer, where it must be done anew for each run, and
    ``answer`` works out the result from what that gave."""

    answer: Callable[[Any], Result]
    take_in: Callable[[], Any] = lambda: None


class Peer(NamedTuple):
    """``module`` in this package; ``environment`` "" for Tirek's own, else that of a lock file."""

    name: str
    module: str
    environment: str
    works: tuple[str, ...]


PEERS = (
    Peer("Tirek", "tirek_itself", "", ("simple", "mixed")),
    Peer("numba by hand, 2 threads", "numba_by_hand", "", ("simple", "mixed")),
    Peer("numpy int64 by hand", "numpy_by_hand", "", ("simple",)),
    Peer("Polars by hand", "polars_by_hand", "bench", ("simple", "mixed")),
    Peer("DuckDB by hand", "duckdb_by_hand", "bench", ("simple", "mixed")),
    Peer("OpenFisca-core", "openfisca", "bench", ("simple",)),
    Peer("PolicyEngine-core", "policyengine", "bench-policyengine", ("simple",)),
    Peer("TTSIM as shipped", "ttsim_numpy", "bench", ("simple",)),
    Peer("TTSIM compiled by JAX", "ttsim_jax", "bench", ("simple",)),
)
