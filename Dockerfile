# The portal as `make run` builds it, without the demonstration. It needs DATABASE_URL, SECRET_KEY, ALLOWED_HOSTS, PORTAL_URL
# and SERVED_OVER_HTTPS=1 from outside; no secret and no data are in the image. After each upgrade, once:
#   docker run --rm --env-file portal.env IMAGE python manage.py prepare

FROM python:3.11-slim-bookworm AS packages
RUN apt-get update \
 && apt-get install -y --no-install-recommends make \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY Makefile ./
COPY requirements requirements
RUN make packages

# Node.js, the compiler of the styles and their sources stay behind in this stage.
FROM packages AS static
COPY package.json package-lock.json .npmrc ./
RUN make node_modules/.made
COPY . .
RUN make static

FROM python:3.11-slim-bookworm
WORKDIR /app
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin portal \
 && install -d -o portal /app/media
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 HOST=0.0.0.0 PORT=8000
COPY --from=packages /app/.venv .venv
COPY . .
COPY --from=static /app/staticfiles staticfiles
# The portal's user cannot write beside the code, so the compiled modules are made here.
RUN python -m compileall -q .
USER portal
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "tools/check_health.py"]
CMD ["python", "-m", "gunicorn"]
