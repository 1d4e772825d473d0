"""“For developers”: the four questions to be tried, the law as data, limits, the library."""
