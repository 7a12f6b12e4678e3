#!/usr/bin/env bash
# Makes sure that the Docker engine has the image localstack/localstack:4.14.0, the last that asks for no account.
#
# usage: image.sh [--build] [--keep]
#
#   --build   don't try the cache or a registry
#   --keep    keep a built image as a file in the cache, for engines that are thrown away
#
# Takes what is there; else loads it from ${TENANT_PRESIGN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tenant-presign};
# else pulls it, where a registry answers; else builds it from LocalStack's own release on PyPI on a Debian base: that
# needs root, or sudo without a password, and debootstrap, which it installs.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../steps.sh"

readonly version=4.14.0 image=localstack/localstack:4.14.0 debian=trixie
build='' keep=''
for option in "$@"; do
  case "$option" in
    --build) build=yes ;;
    --keep) keep=yes ;;
    -h | --help) help && exit ;;
    *) usage ;;
  esac
done
cache=${TENANT_PRESIGN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tenant-presign}
file=$cache/localstack-$version-$(uname -m).tar.gz
work=''
on_exit() { [ -z "$work" ] || as_root rm -rf --one-file-system "$work"; }

present() { docker image inspect "$image" >/dev/null 2>&1; }

# Gives up where no registry said a word within 15 seconds; one that speaks has ten minutes.
pull() {
  local log tries
  log=$(mktemp)
  timeout 600 docker pull "$image" >"$log" 2>&1 &
  for ((tries = 0; tries < 150; tries++)); do
    if ! running $! || [ -s "$log" ]; then break; fi
    sleep 0.1
  done
  [ -s "$log" ] || kill $! 2>/dev/null || true
  wait $! || say "no registry gives the image: $(tail -n 1 "$log")"
  rm -f "$log"
}

load() { docker load --quiet --input "$file" >/dev/null; }

save() {
  mkdir -p "$cache"
  docker save "$image" | gzip -1 >"$file.part"
  mv "$file.part" "$file"
}

# Python 3.13, which is in Debian 13; with older ones LocalStack's S3 dies of a syntax error.
make_base() {
  local log
  log=$(mktemp)
  as_root debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates "$debian" "$work" >"$log" 2>&1 || {
    tail -n 5 "$log" >&2
    rm -f "$log"
    die 'debootstrap fails; its last words are above'
  }
  rm -f "$log"
}

# The machine's CA bundle is lent to the installer, for networks that have one of their own. It doesn't stay.
install_localstack() {
  local bundle=${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt} borrowed=/tmp/ca.crt
  as_root cp "$bundle" "$work$borrowed"
  as_root chroot "$work" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
    PIP_CERT="$borrowed" SSL_CERT_FILE="$borrowed" ${PIP_INDEX_URL:+PIP_INDEX_URL="$PIP_INDEX_URL" UV_DEFAULT_INDEX="$PIP_INDEX_URL"} \
    ${https_proxy:+https_proxy="$https_proxy"} ${no_proxy:+no_proxy="$no_proxy"} \
    bash -euc '
      python3 -m venv /opt/uv && /opt/uv/bin/pip install --quiet uv && python3 -m venv /opt/localstack
      # Later releases of cbor2 and pyOpenSSL break LocalStack '"$version"'.
      VIRTUAL_ENV=/opt/localstack /opt/uv/bin/uv pip install --quiet --exclude-newer 2026-03-01 "localstack-core[runtime]=='"$version"'"
      rm -rf /root/.cache /opt/uv /var/cache/apt/archives/*.deb /var/lib/apt/lists/*'
  as_root rm -f "$work$borrowed"
}

import_image() {
  as_root tar -C "$work" --one-file-system -c . | docker import \
    --change 'ENV PATH=/opt/localstack/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
    --change 'ENV GATEWAY_LISTEN=0.0.0.0:4566 SKIP_SSL_CERT_DOWNLOAD=1 DISABLE_EVENTS=1' \
    --change 'EXPOSE 4566' \
    --change 'ENTRYPOINT ["/opt/localstack/bin/python", "-m", "localstack.runtime.main"]' \
    --message "localstack-core $version from PyPI on Debian $debian" - "$image" >/dev/null
}

build() {
  command -v debootstrap >/dev/null || step 'installed debootstrap' apt_install debootstrap
  work=$(mktemp -d -p /var/tmp localstack-image.XXXXXX)
  step "made a Debian $debian with Python" make_base
  step "installed localstack-core $version from PyPI" install_localstack
  step "imported it as $image" import_image
}

docker info >/dev/null 2>&1 || die 'no Docker engine answers: test/peers/docker/up.sh starts one'
if present; then say "$image is there" && exit; fi
if [ -z "$build" ] && [ -s "$file" ]; then step "loaded $file" load; fi
if [ -z "$build" ] && ! present; then step "asked a registry for $image" pull; fi
present || build
if [ -n "$keep" ] && [ ! -s "$file" ]; then step "kept it as $file" save; fi
