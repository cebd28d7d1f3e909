"""Sayso under attack: bytes thrown at its parsers, texts made against its patterns, reports spoiled by the thousand."""
