# The API as an image: one Node, one bundle, no shell, no npm. `npm run image` builds it, and so does `docker build .`
#
# Pin the bases here, or per build, by digest: --build-arg BASE=gcr.io/distroless/nodejs24-debian13:nonroot@sha256:…
# BASE needs a Node 24 on its PATH or in /nodejs/bin, and what that is linked to; nothing else.
ARG BUILD=node:24.21.0-trixie-slim
ARG BASE=gcr.io/distroless/nodejs24-debian13:nonroot

# The bundle is the same for every architecture, so it is built on the builder's own; the classic builder has no BUILDPLATFORM.
FROM --platform=${BUILDPLATFORM:-linux} ${BUILD} AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build && npm run package -- api /out && mkdir /cache

# What `npm start` runs, for compose.yaml alone: its S3 server needs packages of development.
FROM build AS local
USER 65532:65532
EXPOSE 3000 9000 9090
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "dist/bundle/local.mjs", "--host", "0.0.0.0"]

FROM ${BASE} AS run
# The heap fits into a limit of 192 MiB. With more memory give more: -e NODE_OPTIONS=…
# glibc gives blocks of 16 KiB and more back to the system as soon as they are free: what bodies took is no longer held.
ENV PATH=/nodejs/bin:/usr/local/bin:/usr/bin \
    NODE_ENV=production \
    NODE_OPTIONS="--max-old-space-size=56 --max-semi-space-size=2" \
    MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=16384 MALLOC_TRIM_THRESHOLD_=131072 \
    NODE_COMPILE_CACHE=/app/compile-cache
WORKDIR /app
COPY --from=build /out /app
USER 65532:65532

# Signs once, so that what V8 compiled can be kept. An image that can't sign isn't built.
FROM run AS warm
COPY --from=build --chown=65532:65532 /cache /app/compile-cache
COPY scripts/warm-up.mjs /app/
RUN ["node", "/app/warm-up.mjs"]

FROM run
COPY --from=warm --chown=65532:65532 /app/compile-cache /app/compile-cache
ARG VERSION=""
ARG REVISION=""
ARG CREATED=""
ARG SOURCE=""
LABEL org.opencontainers.image.title="tenant-presign" \
      org.opencontainers.image.description="S3 presigned URLs for tenants of a shared cluster, each with a bucket in its own AWS account" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.source="${SOURCE}"
EXPOSE 3000 9090
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "/app/api.mjs"]
