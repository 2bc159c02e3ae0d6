"""Whether the amount of a receipt line follows from its price, quantity and discount."""

_MILLION = 1_000_000
_TOLERANCE_KOPECKS = 1  # tills round in different ways; a kopeck of difference is rounding, more is a mistake


def amount_matches(*, price: int, millionths: int, discount: int, amount: int) -> bool:
    """Whether |amount − (price × quantity − discount)| is at most 1 kopeck, measured exactly.

    Args:
        price: kopecks for one unit.
        millionths: the quantity, in millionths of a unit.
        discount: kopecks off the whole line.
        amount: kopecks the till asks for the line.
    """
    difference_millionths = (amount + discount) * _MILLION - price * millionths
    return abs(difference_millionths) <= _TOLERANCE_KOPECKS * _MILLION
