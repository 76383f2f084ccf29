import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pactportaal.settings")
application = get_wsgi_application()
# What is loaded now stays: looking through it for garbage costs milliseconds of some request each time.
# And a page of a list makes thousands of objects, which are no garbage before it is sent.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 10, 10)
