"""Random programs: what writes them, what runs them against a dumb oracle, what shrinks them."""
