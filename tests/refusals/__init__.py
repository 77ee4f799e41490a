"""Small programs as texts: those that are understood, and those that are refused in words."""
