"""“Am I insured?”: the status in medical insurance, every way back to it, and what comes next."""
