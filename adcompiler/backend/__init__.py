"""From programs back to Python: names, text, and functions made of it."""
