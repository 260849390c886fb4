"""Changing: session first, keyword-only after; change, flush, return; never commits."""
