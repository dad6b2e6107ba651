"""The yardsticks: the plain ways of sending a campaign with Django and Celery, well written."""
