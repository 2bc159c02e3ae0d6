"""The resident's door, phone first: what I have, where I can spend it, what it pays for, what I bought."""
