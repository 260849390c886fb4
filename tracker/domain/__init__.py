"""What the programme knows and how it may change. Knows nothing of web pages or paper."""
