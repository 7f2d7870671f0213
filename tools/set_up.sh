# Sourced by tools/run and tools/test: installs what is missing from tools/packages, and builds.

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# packages PART...: the names in those parts of tools/packages ("build and run", "test").
packages() {
  local part
  for part in "$@"; do
    awk -v part="# --- to $part" '/^# ---/ { wanted = ($0 == part); next } /^[^#[:space:]]/ && wanted { print $1 }' tools/packages
  done
}

# install_missing PART...: Debian's packages, without starting any service that they bring.
install_missing() {
  local name missing=()
  for name in $(packages "$@"); do
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
      echo "tools: packages are missing and neither root nor sudo is here; type as root: apt-get install -y ${missing[*]}" >&2
      exit 3
    fi
    as_root=(sudo)
  fi
  echo "Installing ${#missing[@]} packages: ${missing[*]}"
  # 101 from policy-rc.d: no service is started by an installation. One that is there already is left alone.
  local policy=/usr/sbin/policy-rc.d ours=no
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod 755 "$policy"
    ours=yes
  fi
  local log status=0
  log=$(mktemp)
  { "${as_root[@]}" apt-get update -q &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 || status=$?
  [ "$ours" = no ] || "${as_root[@]}" rm -f "$policy"
  if [ "$status" -ne 0 ]; then
    tail -n 20 "$log" >&2
    echo "tools: apt-get failed; the packages wanted are: ${missing[*]}" >&2
    exit 3
  fi
  rm -f "$log"
}

# build PRESET [TARGET...]: quietly when nothing is to be done, with the compiler's words when it fails.
build() {
  local preset=$1 log
  shift
  log=$(mktemp)
  if ! cmake --preset "$preset" >"$log" 2>&1; then
    cat "$log" >&2
    exit 3
  fi
  local targets=()
  [ $# -eq 0 ] || targets=(--target "$@")
  if [ -t 1 ]; then
    cmake --build --preset "$preset" "${targets[@]}" || exit 3
  elif ! cmake --build --preset "$preset" "${targets[@]}" >"$log" 2>&1; then
    cat "$log" >&2
    exit 3
  fi
  rm -f "$log"
}
