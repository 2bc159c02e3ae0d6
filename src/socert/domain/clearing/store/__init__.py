"""The tables period, claim, claim_source and claim_line, and what registers show of receipts."""
