"""The tracker's files: what others write is read here, checked by the drafts and recorded by the actions."""
