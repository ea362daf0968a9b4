# The registry's interface and pages. The graph is a Neo4j beside it, so the engine of the wheel is left out.
FROM python:3.12-slim-bookworm AS build
WORKDIR /build
RUN python -m venv /opt/registry
COPY requirements/run.txt requirements/run.txt
# Drop the engine and the bridge to Java that only it needs, each with its hashes; the rest is installed as pinned.
RUN awk '/^[^ ]/ {skip = /^(arcadedb-embedded|jpype1)==/} !skip' requirements/run.txt > run.txt \
    && /opt/registry/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps -r run.txt
COPY pyproject.toml README.md ./
COPY graph graph
COPY matching matching
COPY registry registry
COPY api api
RUN /opt/registry/bin/python -m pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation . \
    && /opt/registry/bin/python -m compileall -q /opt/registry/lib

FROM python:3.12-slim-bookworm
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin registry \
    && install -d -o registry -g registry -m 700 /var/lib/registry
COPY --from=build /opt/registry /opt/registry
ENV PATH=/opt/registry/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    REGISTRY_HOST=0.0.0.0 \
    REGISTRY_DATA_FOLDER=/var/lib/registry \
    NUMBA_CACHE_DIR=/var/lib/registry/compiled
USER registry
WORKDIR /var/lib/registry
# The search and the reading of texts are compiled here, not when somebody first waits for them; a new volume begins
# with what is compiled.
RUN python -c 'from matching import prepare; prepare()'
VOLUME /var/lib/registry
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/api/v1/ready', timeout=4)"]
ENTRYPOINT ["registry"]
CMD ["serve"]
