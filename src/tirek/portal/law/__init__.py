"""“The law, open”: every parameter, rule and fact on any date, what changed between two dates,
the picture of what rests on what, assumptions and open questions; all of it as data too."""
