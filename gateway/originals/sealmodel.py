"""The weighing of what was measured of a ring: a logistic model in which each measure may also weigh more away from its middle.

What must stay true: a measure beyond what the model was made with counts as the utmost it knows, so that no picture can push the
sum out of all bounds.
"""

from dataclasses import dataclass

import numpy as np

from gateway.originals.ringfit import Values

Numbers = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """One number for each of `rim.FEATURES`; `weights` has three: of the measure, of it squared below and above `middle`."""

    middle: Numbers
    spread: Numbers
    low: Numbers
    high: Numbers
    weights: Numbers
    start: float


def terms(model: Model, features: Values) -> Values:
    """(..., features) measures to (..., 3 x features) that `weights` multiply."""
    away = (np.clip(features, model.low, model.high) - model.middle) / model.spread
    return np.concatenate([away, np.minimum(away, 0.0) ** 2, np.maximum(away, 0.0) ** 2], axis=-1)


def score(model: Model, features: Values) -> float:
    """How much a ring looks like a seal's: above 0 it is one."""
    return float(terms(model, features) @ np.asarray(model.weights)) + model.start
