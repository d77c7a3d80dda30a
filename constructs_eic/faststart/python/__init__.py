"""The part of fast start that loads a provider package's Python modules when they are first used."""
