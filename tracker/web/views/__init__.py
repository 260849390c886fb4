"""Pages: one module per noun, each with its blueprint `bp`."""
