"""Banyan: the system a coalition of community organisations runs on."""

# The entry points, named here so that no floor has to name a higher one.
SETTINGS = "banyan.config.settings"
APPLICATION = "banyan.config.server:application"
