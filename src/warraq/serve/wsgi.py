"""The site as a WSGI application, for granian. Importing it makes the application; nothing else belongs here."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "warraq.settings")
application = get_wsgi_application()
