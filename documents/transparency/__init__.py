"""The public log of issued papers: a Merkle tree that only grows, and heads of it that the office signs."""
