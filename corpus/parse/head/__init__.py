"""What stands above, below and between the words of a document -> title, days, publisher, and who
answers.
"""
