"""Reading lists of recipients, the sentences of refusals, transitions, and what returns to which source. Pure."""
