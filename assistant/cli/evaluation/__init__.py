"""`pressroom eval` and `bench`: what is measured, compared, and added to what is measured."""
