"""Use cases of the rights over personal data. Callers name the module they need."""
