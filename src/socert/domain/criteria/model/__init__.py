"""What is asked of a person: facts with their sources, dated parameters, conditions and trees of them."""
