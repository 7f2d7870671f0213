# Sourced by the tools: installs missing packages of tools/packages, builds, and runs tests.

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# packages PART...: prints the names in those parts of tools/packages ("build and run", "test").
packages() {
  local part
  for part in "$@"; do
    awk -v part="# --- to $part" '/^# ---/ { wanted = ($0 == part); next } /^[^#[:space:]]/ && wanted { print $1 }' tools/packages
  done
}

# install_missing PART...: installs Debian packages without starting any service of theirs.
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
  # An exit code of 101 from policy-rc.d keeps the installation from starting services. An existing policy is left
  # alone.
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

# build PRESET [TARGET...]: prints nothing if nothing is to be done, and the compiler's messages if it fails.
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

# run_tests PRESET [LABELS]: runs first the tests bounded by the processor, as many at once as there are cores, then
# those with the label `clock`, sixteen at once, or four under a sanitizer; leaves out tests with one of LABELS
# (`one|another`). On a pipe prints only failures; at the end lists the slowest tests, and the commands that repeat the
# failed ones.
run_tests() {
  local preset=$1 without=${2:-none} waiting=16 log status=0
  [ "$preset" = release ] || waiting=4
  log=$(mktemp)
  # One expression, because ctest leaves out only tests that match all of several expressions.
  run_labelled "$log" "$preset" -LE "^(clock|$without)$" -j "$(nproc)" --no-tests=error || status=1
  run_labelled "$log" "$preset" -L clock -LE "^($without)$" -j $waiting || status=1
  echo "The slowest tests of $preset:"
  slowest <"$log"
  failed_commands "$preset" <"$log"
  rm -f "$log"
  return $status
}

# slowest: prints the ten of ctest's lines with the longest times, whatever their results.
slowest() {
  sed -nE 's/^ *[0-9]+\/[0-9]+ Test +#[0-9]+: (.*[^ .]) \.* *(\*\*\*)?(Passed|Failed|Timeout|Exception|Subprocess|Not Run).* ([0-9.]+) sec.*/\4 \1/p' |
    sort -rn | head -n 10 | sed 's/^/  /'
}

# failed_commands PRESET: prints the command that repeats the test for each of ctest's lines that reports no success.
failed_commands() {
  sed -nE 's/^ *[0-9]+\/[0-9]+ Test +#([0-9]+): (.*[^ .]) \.* *\*\*\*.*/\1 \2/p' | while read -r number name; do
    echo "repeat $name: ctest --preset $1 -I $number,$number -V"
  done
}

# run_labelled LOG PRESET OPTION...: runs ctest once; copies its output to LOG.
run_labelled() {
  local log=$1 preset=$2 hidden='^ +Start +[0-9]+:|^ *[0-9]+/[0-9]+ Test +#[0-9]+: .* Passed '
  shift 2
  [ ! -t 1 ] || hidden='^$a'
  ctest --preset "$preset" "$@" | tee -a "$log" | { grep --line-buffered -vE "$hidden" || true; }
}
