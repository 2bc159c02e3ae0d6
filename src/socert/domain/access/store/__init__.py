"""The tables credential, session, sign_in_budget and known_device."""
