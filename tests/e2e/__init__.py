"""Pages in a real browser (Debian's Chromium): each job, in each language, with and without
JavaScript, narrow and wide; axe on every page."""
