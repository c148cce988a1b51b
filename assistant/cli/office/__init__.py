"""`pressroom staff`, `token` and `retention`: who may do what, and how long things are kept."""
