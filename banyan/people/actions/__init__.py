"""Every change to people, organisations and keys: one file of verbs per noun."""
