"""Reads war reports and keeps who says what happened, where, when, through whom, and who disputes it."""
