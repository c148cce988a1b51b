"""Answer -> what people and programs are shown of it."""
