"""Reading criteria, weighing them in three values, and their text in SQL. Pure."""
