# Two stages: the first has what it takes to install, the second only what it takes to run.
FROM python:3.12-slim-bookworm AS bouw
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
RUN python -m venv /venv
COPY requirements/basis.txt requirements/basis.txt
RUN /venv/bin/python -m pip install --no-deps --require-hashes -r requirements/basis.txt
COPY . .
RUN DATA_MAP=/tmp/data /venv/bin/python manage.py collectstatic --noinput --verbosity 0

FROM python:3.12-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_MAP=/data
RUN groupadd --gid 10001 pactportaal \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data pactportaal \
    && install --directory --owner 10001 --group 10001 /data
COPY --from=bouw /venv /venv
COPY --from=bouw /app /app
WORKDIR /app
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["python", "scripts/gezond.py", "web"]
CMD ["gunicorn", "pactportaal.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "8", "--max-requests", "5000", "--max-requests-jitter", "500", "--no-control-socket"]
