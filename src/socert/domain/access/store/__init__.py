"""The tables credential, till_invitation, session, sign_in_budget and known_device."""
