"""The tables merchant, outlet, till, agreement, belt and receipt_number."""
