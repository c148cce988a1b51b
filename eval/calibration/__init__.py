"""Cases -> how sure a reader is and whether it is right -> a model of the one by the other."""
