"""Roles and links read off the surface: words, marks, order and place (Stab & Gurevych 2017)."""
