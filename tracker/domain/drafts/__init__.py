"""What somebody wants to record, checked: the one validation for forms, imports and the programme file."""
