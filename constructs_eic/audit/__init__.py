"""An account in the model of the checks, with its metrics: which functions lose events, and how many."""
