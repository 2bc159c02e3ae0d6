"""What we promise: one room each, rooms meet through their front doors."""
