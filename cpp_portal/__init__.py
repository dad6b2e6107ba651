"""Composition root of the portal."""

from cpp_portal.celery import app as celery_app

__all__ = ["celery_app"]
