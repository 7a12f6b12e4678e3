#!/usr/bin/env bash
# Generates a client of an OpenAPI document and compiles it strictly, unless this document did so here before.
#
# usage: check.sh DOCUMENT GENERATOR
#
# GENERATOR is ogen, or one of openapi-generator: go, java, kotlin, python, rust, typescript-fetch; csharp is generated and
# not compiled. Needs Java 17 with Maven, Go 1.26, Python 3.11, cargo and Node, with Maven Central, PyPI, crates.io and the
# Go proxy. The cache is $TENANT_PRESIGN_CACHE, or tenant-presign in the user's cache folder.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../steps.sh"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)

case "${1:-}" in -h | --help) help && exit ;; esac
[ $# = 2 ] || usage
document=$(realpath "$1")
generator=$2

version=7.25.0
ogen=v1.24.0
cache=${TENANT_PRESIGN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tenant-presign}/openapi-generator-$version
jar=$cache/openapi-generator-cli-$version.jar
stamp=$cache/$generator-$(cat "$document" "${BASH_SOURCE[0]}" "$here"/*.xml | sha256sum | cut -c 1-16)
if [ -e "$stamp" ]; then say "$generator made and compiled a client of this document before" && exit; fi

work=$(mktemp -d)
on_exit() { rm -rf "$work"; }
cd "$work"

fetch_jar() {
  mvn -q -B dependency:copy "-Dartifact=org.openapitools:openapi-generator-cli:$version" "-DoutputDirectory=$cache.jar"
  mkdir -p "$cache"
  mv "$cache.jar/openapi-generator-cli-$version.jar" "$jar"
  rm -rf "$cache.jar"
}

generate() {
  if [ "$generator" = ogen ]; then
    printf 'module example\n\ngo 1.26\n' >go.mod
    go run "github.com/ogen-go/ogen/cmd/ogen@$ogen" --target api --package api --clean "$document"
    return
  fi
  local options=()
  case $generator in
    java) options=(--library native) ;;
    kotlin) options=(--additional-properties 'serializationLibrary=gson,generateOneOfAnyOfWrappers=true') ;;
  esac
  nice java -jar "$jar" generate -i "$document" -g "$generator" -o . "${options[@]}"
}

compile() {
  case $generator in
    go | ogen) GOFLAGS=-mod=mod go mod tidy && go vet ./... ;;
    java) rm -rf src/test && mvn -q -B compile ;;
    kotlin) rm -rf src/test && mvn -q -B -Dkotlin.compiler.daemon=false -f "$here/kotlin.xml" -Dclient="$work" compile ;;
    python)
      python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check . mypy types-python-dateutil
      venv/bin/mypy --follow-imports silent openapi_client/api openapi_client/models
      ;;
    rust) CARGO_TARGET_DIR=$cache/rust-target nice cargo check --quiet ;;
    typescript-fetch)
      node "$root/node_modules/typescript/bin/tsc" --noEmit --strict --target es2024 --module esnext \
        --moduleResolution bundler --typeRoots "$root/node_modules/@types" --types node index.ts
      ;;
    csharp) [ -e src/Org.OpenAPITools/Model/UploadAnswer.cs ] ;;
    *) usage ;;
  esac
}

# logged COMMAND: its words only where it fails
logged() { "$@" >log 2>&1 || { tail -n 40 log >&2 && die "$generator: $1 failed"; }; }

[ "$generator" = ogen ] || [ -e "$jar" ] || step 'fetched openapi-generator' fetch_jar
step "generated a client by $generator" logged generate
step 'compiled it' logged compile
mkdir -p "$cache"
touch "$stamp"
