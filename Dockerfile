# Renaksi as an image: the same locks as `make setup`, a user without rights, nothing that is only needed to build.

FROM python:3.11-slim-bookworm AS packages
COPY requirements/base.lock /locks/
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement /locks/base.lock

FROM packages AS front
WORKDIR /app
COPY requirements/node.lock /locks/
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement /locks/node.lock
COPY package.json package-lock.json ./
RUN PATH="/venv/bin:$PATH" npm ci --ignore-scripts --no-audit --no-fund
COPY static static
COPY tracker tracker
RUN /venv/bin/python -m tracker.vendor

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin renaksi \
 && install --directory --owner=10001 --group=10001 --mode=0700 /data
WORKDIR /app
COPY --from=packages /venv /venv
COPY pyproject.toml README.md LICENSE ./
COPY nlp nlp
COPY ingest ingest
COPY tracker tracker
COPY templates templates
COPY static static
COPY docs/guides docs/guides
COPY --from=front /app/static/vendor static/vendor
RUN /venv/bin/pip install --no-cache-dir --no-index --no-deps --no-build-isolation --editable . \
 && /venv/bin/python -m compileall -q nlp ingest tracker
# One thread per recogniser of scanned pages: more of them only spin.
ENV PATH="/venv/bin:$PATH" PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HOME=/tmp \
    OMP_THREAD_LIMIT=1 RENAKSI_DATA_DIR=/data
USER 10001:10001
EXPOSE 8000
ENTRYPOINT ["renaksi"]
CMD ["web"]
