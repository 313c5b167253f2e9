"""Sentences as rows of term counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.intp]


def count_matrix(rows: Sequence[Sequence[str]]) -> Matrix:
    """Give one row a sentence and one column a term, in the order of the terms' first appearance."""
    columns: dict[str, int] = {}
    row_of = np.repeat(np.arange(len(rows)), [len(terms) for terms in rows])
    found = [columns.setdefault(term, len(columns)) for terms in rows for term in terms]
    column_of = np.array(found, dtype=np.intp)
    counts = np.zeros((len(rows), len(columns)))
    np.add.at(counts, (row_of, column_of), 1.0)
    return counts


def unit_rows(matrix: Matrix) -> Matrix:
    """Scale every row to length one; rows of zeros stay as they are."""
    norms = np.sqrt(np.einsum("ij,ij->i", matrix, matrix))
    return matrix / np.where(norms > 0, norms, 1.0)[:, np.newaxis]


def scaled(values: Matrix) -> Matrix:
    """Divide by the largest value, so that features of different sizes can be weighed against each other."""
    highest = values.max(initial=0.0)
    return values / highest if highest > 0 else values


def cosine_to(counts: Matrix, whole: Matrix) -> Matrix:
    """Give each row's cosine with one vector; zero where either is empty."""
    length = float(np.sqrt(whole @ whole))
    return unit_rows(counts) @ whole / (length or 1.0)
