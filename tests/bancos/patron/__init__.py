"""The yardsticks: the plain ways of doing the same with Django and Celery, well written."""
