"""What code says of the facts, clause by clause, for a model to place."""
