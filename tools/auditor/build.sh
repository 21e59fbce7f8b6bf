#!/bin/sh
# Builds the auditor from Debian's packages alone: apt-get install golang-go golang-golang-x-mod-dev
# Usage: tools/auditor/build.sh [OUTPUT]      (default: ./auditor)
set -eu
output=$(realpath -m "${1:-auditor}")
cd "$(dirname "$0")"
GO111MODULE=off GOPATH=/usr/share/gocode GOFLAGS= go build -o "$output" .
