"""Attacks on the whole product, each a named test. Those on one part stand beside it: `grep -rn test_attack_ tests`."""
