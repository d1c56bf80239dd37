"""Learn the weights of likeness from texts whose theme is known: what speaks for each theme to one weight a feature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nlp.classify.likeness import FEATURES, NONE_FEATURES

if TYPE_CHECKING:
    from numpy import float32, int64
    from numpy.typing import NDArray

    Example = tuple[NDArray[float32], NDArray[float32], NDArray[int64]]

STIFFNESS = 1.0
"""How strongly weights are drawn to zero."""


def fit_weights(examples: Sequence[Example], *, used: Sequence[str] = FEATURES) -> dict[str, float]:
    """The weights under which the known themes are likeliest (penalised maximum likelihood, L-BFGS).

    An example is what `describe_likeness` gives for some documents, and the theme of each item: a place among the
    themes, their number for none of them, -1 where it is not known. Features that are not `used` weigh nothing.

    >>> import numpy as np
    >>> table = np.zeros((2, 2, len(FEATURES)), np.float32)
    >>> table[[0, 1], [0, 1], 0] = 1
    >>> fit_weights([(table, np.zeros((2, 2), np.float32), np.array([0, 1]))])["likest"] > 0
    True
    """
    import numpy as np
    from scipy.optimize import minimize

    columns = [FEATURES.index(name) for name in used]
    size = len(columns) + len(NONE_FEATURES)
    blocks = []
    for table, none, answers in examples:
        known = answers >= 0
        items, themes = table.shape[:2]
        joint = np.zeros((items, themes + 1, size))
        joint[:, :-1, : len(columns)] = table[:, :, columns]
        joint[:, -1, len(columns) :] = none
        blocks.append((joint[known], answers[known]))

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = STIFFNESS * float(weights @ weights) / 2, STIFFNESS * weights
        for joint, answers in blocks:
            logits = joint @ weights
            powers = np.exp(logits - logits.max(axis=1, keepdims=True))
            chances = powers / powers.sum(axis=1, keepdims=True)
            rows = np.arange(len(answers))
            total -= float(np.log(chances[rows, answers] + 1e-12).sum())
            slope = slope - (joint[rows, answers] - np.einsum("ik,ikf->if", chances, joint)).sum(axis=0)
        return total, slope

    found = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B").x.tolist()
    weights = dict.fromkeys((*FEATURES, *NONE_FEATURES), 0.0)
    return weights | dict(zip((*used, *NONE_FEATURES), found, strict=True))
