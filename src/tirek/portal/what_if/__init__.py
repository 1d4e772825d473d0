"""“What if the law changed?”: some parameters changed, and what it would mean for a made-up
country. An assumption: the law that decides stays as it is."""
