# shellcheck shell=bash
# Finds what a build or a run needs and installs what is missing where it may (root on Debian or
# Ubuntu); otherwise says exactly what to install. Sourced by the commands beside it.

unset CDPATH
ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
STATE="$ROOT/.virtuoso"
MIN_JDK=25
MIN_NODE=20
# What Maven says after every failure, whatever it was.
MAVEN_ADVICE='^\[ERROR\] *$|Help 1|re-run Maven|full stack trace|read the following|mvn <args>|dump files|resume the build'
MODULES=(common-model core-engine web-gateway deploy/simulator deploy/local deploy/storm deploy/bench/stream-bench)

bold=''
red=''
plain=''
if [ -t 2 ]; then
  bold=$'\033[1m'
  red=$'\033[31m'
  plain=$'\033[0m'
fi

say() { printf '%s\n' "$*" >&2; }
step() { printf '%s▸ %s%s\n' "$bold" "$*" "$plain" >&2; }

# die WHAT [LINE…]: the first in red, the others as what to do about it.
die() {
  printf '%s✗ %s%s\n' "$red" "$1" "$plain" >&2
  shift
  [ $# -eq 0 ] || printf '  %s\n' "$@" >&2
  exit 1
}

# wants_help ARGUMENT…
wants_help() {
  local argument
  for argument in "$@"; do
    case "$argument" in -h | --help) return 0 ;; esac
  done
  return 1
}

make_state() {
  if ! mkdir -p "$STATE" 2>/dev/null || [ ! -w "$STATE" ]; then
    die "Cannot write to $STATE." "Logs and build results go into the checkout: make it writable."
  fi
}

# ---- system packages ----

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# apt_install PACKAGE…: quiet; on failure says where the log is.
apt_install() {
  local log="$STATE/apt.log"
  make_state
  if [ ! -e "$STATE/apt-updated" ] || [ -n "$(find "$STATE/apt-updated" -mmin +720)" ]; then
    step "asking for the list of system packages (apt-get update)"
    apt-get update >"$log" 2>&1 && touch "$STATE/apt-updated"
  fi
  apt-cache show "$@" >/dev/null 2>&1 || return 1
  step "installing $* (apt-get)"
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1 && return 0
  say "  apt-get could not install $*; its log is $log"
  return 1
}

# need_command COMMAND PACKAGE WHAT-FOR
need_command() {
  want_command "$1" "$2" || die "'$1' is missing; it is needed $3." \
    "Install it (Debian/Ubuntu: apt-get install $2) and run this again."
}

# want_command COMMAND PACKAGE: like need_command, but tells by its status instead of ending.
want_command() {
  command -v "$1" >/dev/null && return 0
  may_install && apt_install "$2" && command -v "$1" >/dev/null
}

# ---- JDK, Maven, Node.js ----

# Major version of the JDK in folder $1, or nothing when it is none.
jdk_major() {
  [ -x "$1/bin/javac" ] || return 0
  "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
}

# Folders that may be JDKs, the preferred first.
jdk_candidates() {
  local javac
  if [ -n "${JAVA_HOME:-}" ]; then printf '%s\n' "$JAVA_HOME"; fi
  if javac=$(command -v javac); then dirname "$(dirname "$(readlink -f "$javac")")"; fi
  ls -d /usr/lib/jvm/* /opt/*jdk* /opt/java/* "${HOME:-/root}"/.sdkman/candidates/java/* \
    "${HOME:-/root}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home 2>/dev/null || true
}

# The first candidate that is new enough.
find_jdk() {
  local home major
  while read -r home; do
    major=$(jdk_major "$home")
    if [ -n "$major" ] && [ "$major" -ge "$MIN_JDK" ]; then
      printf '%s\n' "$home"
      return 0
    fi
  done < <(jdk_candidates)
  return 1
}

need_jdk() {
  local home='' package
  if ! home=$(find_jdk) && may_install; then
    for package in openjdk-25-jdk-headless temurin-25-jdk; do
      if apt_install "$package" && home=$(find_jdk); then break; fi
    done
  fi
  [ -n "$home" ] || die "No JDK $MIN_JDK or newer found." \
    "Looked at JAVA_HOME, javac on the PATH, /usr/lib/jvm, /opt, ~/.sdkman and ~/.jdks." \
    "Install one (Debian/Ubuntu: openjdk-25-jdk-headless or temurin-25-jdk; elsewhere: https://adoptium.net)" \
    "or set JAVA_HOME to it."
  export JAVA_HOME="$home"
  export PATH="$JAVA_HOME/bin:$PATH"
}

need_node() {
  need_command node nodejs "to build the pages"
  need_command npm npm "to build the pages"
  local major
  major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
  [ "$major" -ge "$MIN_NODE" ] || die "Node.js $(node --version) is too old to build the pages." \
    "Install Node.js $MIN_NODE or newer (https://nodejs.org) and put it first on the PATH."
}

need_build_tools() {
  need_jdk
  need_command mvn maven "to build"
  need_node
}

# ---- the build ----

# A fingerprint of everything that the running programs are made of: names and contents.
sources_fingerprint() {
  (cd "$ROOT" && find pom.xml .mvn "${MODULES[@]}" -type f -not -path '*/target/*' \
    -not -path '*/node_modules/*' -not -path '*/src/test/*' -exec cksum {} + | LC_ALL=C sort | cksum)
}

is_built() {
  [ -f "$STATE/built" ] && [ ! -e "$STATE/building" ] &&
    [ -f "$ROOT/core-engine/target/quarkus-app/quarkus-run.jar" ] &&
    [ -f "$ROOT/web-gateway/target/quarkus-app/quarkus-run.jar" ] &&
    [ -f "$ROOT/deploy/local/target/local.jar" ] &&
    [ "$(cat "$STATE/built")" = "$(sources_fingerprint)" ]
}

# One lock per checkout, held until this process and what it becomes ends: shared by those who run
# the built programs, exclusive for those who build them, for a build pulls the files from under a
# program that runs.
lock() {
  command -v flock >/dev/null || return 0
  make_state
  exec 9>>"$STATE/lock"
  flock -n "$1" 9
}

lock_for_building() {
  lock -x || die "Another deploy/up, deploy/check or deploy/replay of this checkout is running." \
    "A build would change the files that it runs from: stop it first, or use another clone."
}

# A build that was cut short may leave half-written classes behind, which no later build would see.
begin_build() {
  if [ -e "$STATE/building" ]; then
    say "  the build before was cut short: building afresh"
    (cd "$ROOT" && for module in "${MODULES[@]}"; do rm -rf "$module/target"; done)
  fi
  rm -f "$STATE/built"
  touch "$STATE/building"
}

# end_build FINGERPRINT
end_build() {
  printf '%s\n' "$1" >"$STATE/built"
  rm -f "$STATE/building"
}

# maven ARGUMENT…: becomes Maven, so it is for the background or a pipe only. Maven holds the lock
# as long as it runs, and where possible ends with this script, so that a killed script leaves no
# build behind that the next one would collide with.
maven() {
  cd "$ROOT" || exit 1
  if setpriv --pdeathsig TERM true 2>/dev/null; then
    exec setpriv --pdeathsig TERM mvn -B -ntp "$@"
  fi
  exec mvn -B -ntp "$@"
}

# The latest step in the log $1, for example "core-engine: quarkus build".
build_phase() {
  sed -nE 's/^\[INFO\] --- (maven-)?([a-z0-9-]+)-(maven-)?plugin:[^:]*:([a-zA-Z-]+) .*@ ([a-z-]+) ---$/\5: \2 \4/p' "$1" | tail -1
}

explain_maven_failure() {
  local log="$1"
  rm -f "$STATE/building" # it ended in good order
  if grep -qE 'Could not transfer|Unknown host|Could not resolve dependencies|Network is unreachable|in offline mode|could not be resolved|npm (error|ERR!).*(network|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT)' "$log"; then
    die "The build could not download what it needs." \
      "Check the network (or the mirror in ~/.m2/settings.xml and ~/.npmrc) and run this again; what was downloaded is kept." \
      "The whole log: $log"
  fi
  if grep -q 'No space left on device' "$log"; then
    die "The disk is full." "The whole log: $log"
  fi
  grep -E '^\[ERROR\]' "$log" | grep -vE "$MAVEN_ADVICE" | head -15 | sed 's/^/  /' >&2 || true
  die "The build failed." "The whole log: $log"
}

# Stops the group of processes $1.
stop_group() {
  trap '' INT TERM HUP
  kill -TERM -- "-$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
  say "  stopped; the next run builds afresh"
  exit 130
}

# VIRTUOSO_BUILT=yes: whoever calls has just built everything, as a test has that Maven runs.
build_if_needed() {
  if [ "${VIRTUOSO_BUILT:-}" = yes ]; then return 0; fi
  if lock -s && is_built; then return 0; fi
  lock_for_building
  need_build_tools
  begin_build
  local log="$STATE/build.log" fingerprint pid status=0 started=$SECONDS told=$SECONDS
  fingerprint=$(sources_fingerprint)
  step "building (about a minute on an idle machine; log in .virtuoso/build.log)"
  set -m # a process group of its own, so that all of it can be stopped
  maven -T2 package -Pquick >"$log" 2>&1 </dev/null &
  pid=$!
  set +m
  # shellcheck disable=SC2064
  trap "stop_group $pid" INT TERM HUP
  while kill -0 "$pid" 2>/dev/null; do
    if [ -t 2 ]; then
      printf '\r\033[K  %3d s  %s' $((SECONDS - started)) "$(build_phase "$log")" >&2
    elif [ $((SECONDS - told)) -ge 15 ]; then
      told=$SECONDS
      say "  $((SECONDS - started)) s  $(build_phase "$log")"
    fi
    sleep 0.5
  done
  wait "$pid" || status=$?
  trap - INT TERM HUP
  if [ -t 2 ]; then printf '\r\033[K' >&2; fi
  [ "$status" -eq 0 ] || explain_maven_failure "$log"
  say "  built in $((SECONDS - started)) s"
  end_build "$fingerprint"
  lock -s || true # from now on it only runs
}
