"""The database's shape over time: one line of migrations for both databases."""
