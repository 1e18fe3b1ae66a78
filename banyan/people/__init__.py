"""Accounts, organisations, roles, permissions and the keys that follow from them."""
