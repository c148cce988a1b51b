"""Documents that are not public yet: what staff change of them, and every change kept."""
