"""Texts whose facts are statements of code, placed by a model; and what the model may say around them."""
