"""Pages: one module per noun, each with its blueprint `bp`; briefs are ordered beside their archive, on one."""
