"""Language -> how we speak it: texts around the quotes, notes, numbers and days."""
