"""A large invented portfolio, marked as such: for trying the tracker out, and for measuring it."""
