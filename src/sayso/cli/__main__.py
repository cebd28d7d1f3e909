"""``python -m sayso.cli``, for where the ``sayso`` script is not on the path."""

from sayso.cli import main

main()
