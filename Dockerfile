# One image for web, worker and beat; docker-compose.yml chooses the command.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    XDG_CACHE_HOME=/tmp

# What WeasyPrint draws the documents with.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /app

COPY requirements/demo.txt requirements/demo.txt
RUN pip install --require-hashes -r requirements/demo.txt

COPY . .

# Static files do not depend on the site: the demo settings collect them without any secret.
RUN CPP_DEMO=1 DJANGO_DEBUG=0 python manage.py collectstatic --noinput --verbosity 0 \
    && useradd --system --uid 10001 --create-home --home-dir /home/cpp cpp \
    && mkdir -p var && chown cpp:cpp var

USER cpp

EXPOSE 8000

CMD ["gunicorn", "cpp_portal.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "4", "--no-control-socket"]
