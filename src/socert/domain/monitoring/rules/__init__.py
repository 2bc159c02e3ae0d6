"""What must hold of history: digests, chains, postings that fit their operation, lines that may be covered. Pure."""
