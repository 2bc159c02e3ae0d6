"""Pages for people: Russian first, phone first, without JavaScript."""
