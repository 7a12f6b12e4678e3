#!/usr/bin/env bash
# Generates a client of an OpenAPI document, compiles it strictly with the program of docs/examples/clients/GENERATOR, and
# runs that program against the service at $API with the token $TOKEN, unless all of this passed here before.
#
# usage: check.sh DOCUMENT GENERATOR
#
# Prints what the program prints. GENERATOR is ogen, or one of openapi-generator: go, java, kotlin, python, rust,
# typescript-fetch; csharp is generated and not compiled. Needs Java 17 with Maven, Go 1.26, Python 3.11, cargo and Node,
# with Maven Central, PyPI, crates.io and the Go proxy. The cache is $TENANT_PRESIGN_CACHE, or tenant-presign in the user's
# cache folder.
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
program=$root/docs/examples/clients/$generator
shopt -s nullglob
inputs=("$document" "${BASH_SOURCE[0]}" "$here"/*.xml "$program"/*)
stamp=$cache/$generator-$(cat "${inputs[@]}" | sha256sum | cut -c 1-16)
if [ -e "$stamp" ]; then say "used a client by $generator of this document before" && cat "$stamp" && exit; fi

[ "$generator" = csharp ] || : "${API:?is not set}" "${TOKEN:?is not set}"

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
  local options=() output=.
  case $generator in
    # in docs/clients.md too
    go) options=(--package-name presign --git-host example.com --git-user-id team --git-repo-id presign) ;;
    java) options=(--library native --additional-properties containerDefaultToNull=true) ;;
    kotlin) options=(--additional-properties serializationLibrary=gson,generateOneOfAnyOfWrappers=true) ;;
    typescript-fetch) options=(--additional-properties importFileExtension=.js) output=client ;;
  esac
  nice java -jar "$jar" generate -i "$document" -g "$generator" -o "$output" "${options[@]}"
}

export CARGO_TARGET_DIR=$cache/rust-target
maven() { nice mvn -q -B "$@"; }
kotlin() { maven -f "$here/kotlin.xml" -Dclient="$work" "$@"; }
exec_java=org.codehaus.mojo:exec-maven-plugin:3.5.0:java

# Puts the program where the language wants it, then compiles both. `&&` throughout: `logged` switches `set -e` off.
compile() {
  case $generator in
    go) mkdir example && cp "$program"/* example && GOFLAGS=-mod=mod go mod tidy && go vet ./... ;;
    ogen) cp "$program"/* . && GOFLAGS=-mod=mod go mod tidy && go vet ./... ;;
    java) rm -rf src/test && cp "$program"/* src/main/java && maven compile ;;
    kotlin) rm -rf src/test && cp "$program"/* src/main/kotlin && kotlin -Dkotlin.compiler.daemon=false compile ;;
    python)
      cp "$program"/* . && python3 -m venv venv &&
        venv/bin/pip install --quiet --disable-pip-version-check . mypy types-python-dateutil &&
        venv/bin/mypy --follow-imports silent openapi_client/api openapi_client/models &&
        venv/bin/mypy --strict --implicit-reexport --follow-imports silent example.py
      ;;
    rust) cp "$program"/* src && cargo add --quiet tokio@1 --features macros,rt && nice cargo build --quiet ;;
    typescript-fetch)
      cp "$program"/* . && ln -s "$root/node_modules" . && echo '{ "type": "module" }' >package.json &&
        node node_modules/typescript/bin/tsc --strict --target es2024 --module nodenext --types node example.ts
      ;;
    csharp) [ -e src/Org.OpenAPITools/Model/UploadAnswer.cs ] ;;
    *) usage ;;
  esac
}

run() {
  case $generator in
    go) go run ./example ;;
    ogen) go run . ;;
    java) maven "$exec_java" -Dexec.mainClass=Example ;;
    kotlin) kotlin "$exec_java" -Dexec.mainClass=ExampleKt ;;
    python) venv/bin/python example.py ;;
    rust) "$CARGO_TARGET_DIR/debug/openapi" ;;
    typescript-fetch) node example.js ;;
    csharp) ;;
  esac | tee printed
}

# logged COMMAND: its words only where it fails
logged() { "$@" >log 2>&1 || { tail -n 40 log >&2 && die "$generator: $1 failed"; }; }

[ "$generator" = ogen ] || [ -e "$jar" ] || step 'fetched openapi-generator' fetch_jar
step "generated a client by $generator" logged generate
step 'compiled it' logged compile
step 'used it' logged run
mkdir -p "$cache"
mv printed "$stamp"
cat "$stamp"
