"""What all pages share, whoever they are for: the language, words, numbers as people write them,
tables. No page of its own, no state."""
