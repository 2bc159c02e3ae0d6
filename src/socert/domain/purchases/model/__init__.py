"""The nouns of a purchase: what a till asks, what is known when it is decided, what it is answered, what is written."""
