"""“Check a payment file”: read and judged on the spot by the ledger's own parsers and checks, and
given back corrected where nothing has to be guessed. Nothing is kept, no register is asked."""
