"""“What would I get?”: the six benefits, one question a page; the answer with its reasons."""
