"""What decides, what was decided, and the file of a population's decisions."""
