"""How updates reach us: nothing is acknowledged before it is committed."""
