"""What the functions written here cannot do."""

from __future__ import annotations


class UnreadableError(Exception):
    """Raised by a function written here for what it cannot do: the program is refused."""
