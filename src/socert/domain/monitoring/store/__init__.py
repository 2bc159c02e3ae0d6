"""Reading across rooms: history in streams, sums in sets, the books. Nothing is written."""
