// What browsers add to pages that work without it.
