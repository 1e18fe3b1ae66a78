"""`./dev bench`: what this machine does, beside a baseline of the same minute."""
