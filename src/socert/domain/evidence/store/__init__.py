"""Where seals are kept, and how history is read for them."""
