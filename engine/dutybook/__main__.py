"""``python -m dutybook``."""

from dutybook.cli import main

main()
