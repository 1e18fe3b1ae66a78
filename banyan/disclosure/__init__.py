"""Disclosure control: what may be published of a table. Pure Python; knows no area and no Django."""
