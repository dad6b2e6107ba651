"""The story that `manage.py demo` tells, through the use cases of every app."""
