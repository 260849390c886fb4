"""Reading: session first, typed rows out, always ordered, filtered by who asks; never writes."""
