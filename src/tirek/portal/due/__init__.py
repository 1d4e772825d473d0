"""“What is due?”: a month, a year, two years side by side, a whole staff list; to both funds."""
