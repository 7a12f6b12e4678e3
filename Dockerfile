# The API as an image: one Node and one bundle, without a shell or npm. `npm run image` or `docker build .` builds it.
#
# Pin the base images by digest, here or for each build: --build-arg BASE=gcr.io/distroless/nodejs24-debian13:nonroot@sha256:…
# BASE needs only a Node 24 on its PATH or in /nodejs/bin, and the libraries that Node is linked to.
ARG BUILD=node:24.21.0-trixie-slim
ARG BASE=gcr.io/distroless/nodejs24-debian13:nonroot

# The bundle is the same for every architecture, so it is built on the builder's own. The classic builder has no BUILDPLATFORM.
FROM --platform=${BUILDPLATFORM:-linux} ${BUILD} AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build && npm run package -- api /out && mkdir /cache

# The program of `npm start`, for compose.yaml only. Its S3 server needs development packages.
FROM build AS local
USER 65532:65532
EXPOSE 3000 9000 9090
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "dist/bundle/local.mjs", "--host", "0.0.0.0"]

FROM ${BASE} AS run
# The heap fits into a memory limit of 192 MiB. With a higher limit, set a larger heap: -e NODE_OPTIONS=…
# With these settings, glibc returns freed blocks of 4 KiB and more to the system at once, such as those of request bodies,
# and keeps smaller ones in one heap.
ENV PATH=/nodejs/bin:/usr/local/bin:/usr/bin \
    NODE_ENV=production \
    NODE_OPTIONS="--max-old-space-size=64 --max-semi-space-size=4" \
    MALLOC_ARENA_MAX=1 MALLOC_MMAP_THRESHOLD_=4096 MALLOC_TRIM_THRESHOLD_=131072 \
    NODE_COMPILE_CACHE=/app/compile-cache
WORKDIR /app
COPY --from=build /out /app
USER 65532:65532

# Signs once, so that the image contains V8's compile cache. If the API can't sign, the build fails.
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
