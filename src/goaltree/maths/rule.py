"""How a goal's number follows from its children's."""

from __future__ import annotations

from enum import IntEnum


class Rule(IntEnum):
    """What a goal does with its children, taken in canonical order.

    With u = 2**-53, f children, and S the exact sum of the sizes of the terms, the result lies within

    - `LEAF`: u of the exact quotient (one rounding; the number itself where there is no divisor);
    - `SUM`: u * abs(exact) + (f*u)**2 * S: the nearest number or its neighbour (1 ulp), unless the terms
      cancel to less than f**2 * 1e-16 of their size; two children are rounded correctly;
    - `MEAN` (sum of w*x over sum of w, w >= 0): 5u times the mean of the sizes of x (`w*x` is rounded once);
    - `RATIO` (sum of numerators over sum of denominators): 4u of the exact ratio where both sums keep
      the bound of `SUM` without cancelling;
    - `PRODUCT`: (f - 1) * u / (1 - f*u) of the exact product; two factors are rounded correctly;
    - `MIN`, `MAX`: exact;
    - `FORMULA`: one rounding for each operation of its program.

    All bounds but those of `SUM` and `MIN`, `MAX` suppose that no product or quotient is smaller than 1e-290.
    """

    LEAF = 0
    SUM = 1
    MEAN = 2
    RATIO = 3
    PRODUCT = 4
    MIN = 5
    MAX = 6
    FORMULA = 7
