"""The job-loss benefit of one date in TTSIM's own form; read by its loader, imported by nobody."""
