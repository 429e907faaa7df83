"""The database that comes with the site: an embedded PostgreSQL and the Django backend that starts it."""
