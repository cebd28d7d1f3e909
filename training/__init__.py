"""Trains Sayso's English pipeline from open treebanks; ``python -m training`` re-makes it whole."""
