"""Drawings as data: where each line, mark and label goes. Without Django; templates draw."""
