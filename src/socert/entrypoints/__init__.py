"""Who knocks: translate, call one action, translate back. No rule lives here."""
