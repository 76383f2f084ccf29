"""What gunicorn reads by itself, for `make run` and for the container alike."""

# A search with every box ticked is longer than the 4,094 that gunicorn allows by itself; 8,190 is its most.
limit_request_line = 8190
worker_class = "pactportaal.gunicorn_werker.Werker"
