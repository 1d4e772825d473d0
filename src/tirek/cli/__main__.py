"""``python -m tirek.cli``."""

from tirek.cli.main import main

main()
