"""What a comparison of database and models leaves out."""

HANDMADE = ("search_index", "ix_search_text_body")
"""The dialect's own search index: made by a migration, unknown to the models."""


def include_name(name: str | None, kind: str, parents: object) -> bool:
    """Leave the hand-made search index and its shadow tables out of every comparison."""
    del kind, parents
    return name is None or not name.startswith(HANDMADE)
