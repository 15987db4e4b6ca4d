"""Nouns: plain frozen data, without input or output and without wire names."""
