"""Commands for whoever develops Sayso; none of them ships."""
