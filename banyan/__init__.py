"""Banyan: the system a coalition of community organisations runs on."""
