"""The stages of an account, each one by its use cases."""
