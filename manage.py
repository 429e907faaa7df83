#!/usr/bin/env python
"""Django's command line for Said & Done."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed here. README.md has the line that installs everything.")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
