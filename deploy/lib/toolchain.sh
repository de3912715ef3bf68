# Finds what a build or a run needs and installs what is missing where it may (root on Debian or
# Ubuntu); otherwise says exactly what to install. Sourced by the commands beside it.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
STATE="$ROOT/.virtuoso"
MIN_JDK=25
MIN_NODE=18

say() { printf '%s\n' "$*" >&2; }
step() { printf '\033[1m▸ %s\033[0m\n' "$*" >&2; }
die() {
  printf '\033[31m✗ %s\033[0m\n' "$1" >&2
  shift
  [ $# -gt 0 ] && printf '  %s\n' "$@" >&2
  exit 1
}

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# apt_install PACKAGE…: quiet; the log is shown only when it fails.
apt_install() {
  local log="$STATE/apt.log"
  mkdir -p "$STATE"
  step "installing $* (apt-get)"
  if [ ! -e "$STATE/apt-updated" ] || [ -n "$(find "$STATE/apt-updated" -mmin +720)" ]; then
    apt-get update >"$log" 2>&1 && touch "$STATE/apt-updated"
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1
}

# Major version of the JDK in folder $1, or nothing when it is none.
jdk_major() {
  [ -x "$1/bin/javac" ] && "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
}

jdk_candidates() {
  [ -n "${JAVA_HOME:-}" ] && printf '%s\n' "$JAVA_HOME"
  command -v javac >/dev/null && dirname "$(dirname "$(readlink -f "$(command -v javac)")")"
  ls -d /usr/lib/jvm/* /opt/*jdk* /opt/java/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home 2>/dev/null
}

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
  local home package
  if ! home=$(find_jdk) && may_install; then
    for package in openjdk-25-jdk-headless temurin-25-jdk; do
      apt_install "$package" && home=$(find_jdk) && break
    done
  fi
  [ -n "${home:-}" ] || die "No JDK $MIN_JDK or newer found." \
    "Looked at JAVA_HOME, javac on the PATH, /usr/lib/jvm, /opt, ~/.sdkman and ~/.jdks." \
    "Install one (Debian/Ubuntu: openjdk-25-jdk-headless or temurin-25-jdk) or set JAVA_HOME to it."
  export JAVA_HOME="$home"
  export PATH="$JAVA_HOME/bin:$PATH"
}

# need_command COMMAND PACKAGE WHAT-FOR
need_command() {
  command -v "$1" >/dev/null && return 0
  may_install && apt_install "$2" && command -v "$1" >/dev/null && return 0
  die "'$1' is missing; it is needed $3." "Install it (Debian/Ubuntu: apt-get install $2) and run this again."
}

# want_command COMMAND PACKAGE: like need_command, but tells by its status instead of ending.
want_command() {
  command -v "$1" >/dev/null && return 0
  may_install && apt_install "$2" && command -v "$1" >/dev/null
}

need_node() {
  need_command node nodejs "to build the pages"
  need_command npm npm "to build the pages"
  local major
  major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
  [ "$major" -ge "$MIN_NODE" ] || die "Node.js $(node --version) is too old to build the pages; $MIN_NODE or newer is needed."
}

need_build_tools() {
  need_jdk
  need_command mvn maven "to build"
  need_node
}

# A fingerprint of everything the build reads: names and modification times.
sources_fingerprint() {
  (cd "$ROOT" && find pom.xml .mvn common-model core-engine web-gateway deploy -type f \
    -not -path '*/target/*' -not -path '*/node_modules/*' -printf '%p %T@\n' | sort | sha256sum | cut -d' ' -f1)
}

is_built() {
  [ -f "$STATE/built" ] && [ "$(cat "$STATE/built")" = "$(sources_fingerprint)" ] \
    && [ -f "$ROOT/core-engine/target/quarkus-app/quarkus-run.jar" ] \
    && [ -f "$ROOT/web-gateway/target/quarkus-app/quarkus-run.jar" ]
}

# maven ARGUMENT…: offline when everything is already here, so that no network is no obstacle.
maven() { (cd "$ROOT" && mvn -B -ntp "$@"); }

explain_maven_failure() {
  local log="$1"
  if grep -qE 'Could not transfer artifact|Unknown host|Connection refused|Could not resolve dependencies|Network is unreachable' "$log"; then
    die "The build could not download its dependencies." \
      "Check the network (or the mirror in ~/.m2/settings.xml) and run this again; what was downloaded is kept." \
      "The whole log: $log"
  fi
  grep -E '^\[ERROR\]' "$log" | head -15 >&2
  die "The build failed." "The whole log: $log"
}

build_if_needed() {
  is_built && return 0
  need_build_tools
  mkdir -p "$STATE"
  local log="$STATE/build.log" fingerprint pid started=$SECONDS
  fingerprint=$(sources_fingerprint)
  step "building (about a minute; log in .virtuoso/build.log)"
  maven -T2 package -Pquick >"$log" 2>&1 &
  pid=$!
  # shellcheck disable=SC2064
  trap "kill $pid 2>/dev/null; exit 130" INT TERM
  while kill -0 "$pid" 2>/dev/null; do
    if [ -t 2 ]; then
      printf '\r\033[K  %3ds  %s' $((SECONDS - started)) \
        "$(grep -oE '(Building Virtuoso [a-z ]+|--- [a-z-]+:[^ ]* )' "$log" | tail -1)" >&2
    fi
    sleep 1
  done
  trap - INT TERM
  [ -t 2 ] && printf '\r\033[K' >&2
  wait "$pid" || explain_maven_failure "$log"
  say "  built in $((SECONDS - started)) s"
  printf '%s\n' "$fingerprint" >"$STATE/built"
}
