"""Words of a label, or of a head -> what they are: marks, offices, names of people, bodies."""
