# shellcheck shell=bash
# What quickstart, verify and the test servers share. Sourced, never run.

if [ -t 2 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
  BOLD=$'\e[1m' RED=$'\e[31m' DIM=$'\e[2m' PLAIN=$'\e[0m'
else
  BOLD='' RED='' DIM='' PLAIN=''
fi
# The name of the script that the person started, for its messages.
PROGRAM=${PROGRAM:-$(basename "$0")}

say() { printf '%s%s:%s %s\n' "$BOLD" "$PROGRAM" "$PLAIN" "$*" >&2; }
hint() { printf '%s%s%s\n' "$DIM" "$*" "$PLAIN" >&2; }
fail() { printf '%s%s: %s%s\n' "$RED" "$PROGRAM" "$*" "$PLAIN" >&2; }
die() {
  fail "$@"
  exit 1
}

need_root() {
  [ "$(id -u)" = 0 ] || die "this must run as root, because it starts a container engine. Try: sudo $0"
}

# --- JDK ---------------------------------------------------------------------------------------

# Whether directory $1 holds a JDK (not only a JRE) of version 25.
is_jdk_25() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
  if [ -r "$1/release" ]; then
    grep -Eq '^JAVA_VERSION="25[".+-]' "$1/release"
  else
    "$1/bin/javac" -version 2>&1 | grep -Eq '^javac 25([.+-]|$)'
  fi
}

# Prints every place where a JDK may be installed, the likely ones first.
jdk_places() {
  local home javac
  [ -z "${JAVA_HOME:-}" ] || echo "$JAVA_HOME"
  if javac=$(command -v javac); then dirname "$(dirname "$(readlink -f "$javac")")"; fi
  # Under sudo HOME is root's, but the JDKs of SDKMAN and of IDEs are the person's.
  for home in "${HOME:-/root}" "$(getent passwd "${SUDO_USER:-root}" | cut -d: -f6)"; do
    printf '%s\n' "$home"/.sdkman/candidates/java/* "$home"/.jdks/*
  done
  printf '%s\n' /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/* /opt/java/* /opt/jdk/* /usr/local/*
}

# Sets JAVA_HOME to a JDK 25, and puts it first on PATH.
find_jdk() {
  local place
  while read -r place; do
    if is_jdk_25 "$place"; then
      export JAVA_HOME=$place PATH="$place/bin:$PATH"
      return
    fi
  done < <(jdk_places)
  die "no JDK 25 found: install one (for example Eclipse Temurin 25), or set JAVA_HOME to it"
}

# --- packages ----------------------------------------------------------------------------------

package_manager() {
  local manager
  for manager in apt-get dnf zypper; do
    if command -v "$manager" >/dev/null; then
      echo "$manager"
      return
    fi
  done
}

# Whether busybox is here and static: an image that holds nothing else cannot use a dynamic one.
has_static_busybox() {
  local busybox
  busybox=$(command -v busybox) && ! ldd "$busybox" >/dev/null 2>&1
}

# The names of need_commands that are not simply a command on PATH are settled here.
has_command() {
  case $1 in
    static-busybox) has_static_busybox ;;
    cni-loopback) compgen -G '/usr/lib*/cni/loopback' >/dev/null || [ -e /opt/cni/bin/loopback ] || [ -e /usr/libexec/cni/loopback ] ;;
    docker-registry) command -v docker-registry >/dev/null || command -v registry >/dev/null ;;
    dockerd | containerd | runc | conmon) [ -x "$(PATH="$PATH:/usr/sbin:/sbin:/usr/libexec/podman" type -P "$1")" ] ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

# Prints the package of package manager $1 that brings command $2.
package_of() {
  case $1:$2 in
    apt-get:dockerd) echo docker.io ;;
    # Debian 13 has put the client into a package of its own.
    apt-get:docker) if apt-cache show docker-cli >/dev/null 2>&1; then echo docker-cli; else echo docker.io; fi ;;
    dnf:dockerd) echo moby-engine ;;
    dnf:docker) echo docker-cli ;;
    dnf:docker-registry) echo docker-distribution ;;
    zypper:dockerd | zypper:docker) echo docker ;;
    zypper:docker-registry) echo distribution-registry ;;
    apt-get:static-busybox | zypper:static-busybox) echo busybox-static ;;
    *:static-busybox) echo busybox ;;
    zypper:cni-loopback) echo cni-plugins ;;
    *:cni-loopback) echo containernetworking-plugins ;;
    apt-get:chromedriver) echo chromium-driver ;;
    apt-get:promtool) echo prometheus ;;
    dnf:prometheus | dnf:promtool | zypper:prometheus | zypper:promtool) echo "/usr/bin/$2" ;;
    dnf:faketime | zypper:faketime) echo libfaketime ;;
    *:mvn) echo maven ;;
    *:setsid) echo util-linux ;;
    *) echo "$2" ;;
  esac
}

# Installs packages $2… with package manager $1.
install_packages() {
  local manager=$1
  shift
  case $manager in
    apt-get) install_with_apt "$@" ;;
    dnf) dnf -y -q --setopt=install_weak_deps=False install "$@" ;;
    zypper) zypper -n -q install --no-recommends "$@" ;;
  esac
}

# Debian starts a system-wide service with some packages, now and at each boot. Nobody has asked for one, so it is told not to.
install_with_apt() (
  policy=/usr/sbin/policy-rc.d
  enabled=$(enabled_services)
  if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
  result=0
  DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \
    --no-install-recommends install "$@" || result=$?
  comm -13 <(echo "$enabled") <(enabled_services) | tr '\n' '\0' | xargs -0r rm -f
  exit "$result"
)

# Prints the links that have systemd start something by itself.
enabled_services() { find /etc/systemd/system -type l -path '*.wants/*' 2>/dev/null | sort; }

# Makes sure that every command named is there; installs the packages of those that are not.
need_commands() {
  local manager name log missing=() packages=()
  for name; do has_command "$name" || missing+=("$name"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  manager=$(package_manager)
  [ -n "$manager" ] || die "these are missing, and no apt-get, dnf or zypper is here to install them: ${missing[*]}"
  [ "$(id -u)" = 0 ] || die "these are missing, and only root can install them: ${missing[*]}"
  [ "$manager" != apt-get ] || apt-get -qq -o DPkg::Lock::Timeout=300 update >&2 ||
    say "the package lists could not be brought up to date; trying with the old ones"
  for name in "${missing[@]}"; do packages+=("$(package_of "$manager" "$name")"); done
  mapfile -t packages < <(printf '%s\n' "${packages[@]}" | sort -u)
  say "installing ${packages[*]}"
  log=$(mktemp)
  install_packages "$manager" "${packages[@]}" >"$log" 2>&1 || {
    cat "$log" >&2
    rm -f "$log"
    die "$manager could not install ${packages[*]}; see its messages above"
  }
  rm -f "$log"
  for name in "${missing[@]}"; do
    has_command "$name" || die "$(package_of "$manager" "$name") is installed, but $name is still missing"
  done
}

# --- Maven -------------------------------------------------------------------------------------

# Sets MAVEN to the command that builds: the wrapper, or the machine's Maven where the wrapper cannot be downloaded.
find_maven() {
  if [ -x ./mvnw ] && ./mvnw --version >/dev/null 2>&1; then
    export MAVEN=./mvnw
  else
    hint "the Maven wrapper does not work here; using the machine's own Maven"
    need_commands mvn
    export MAVEN=mvn
  fi
}

# --- processes and places ----------------------------------------------------------------------

# When process $1 was started, in clock ticks since boot; nothing if there is none. Together with the number
# it names one process for good, since numbers are used again.
start_of() {
  local stat
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 0
  # The second field is the command's name in parentheses, and may hold anything.
  # shellcheck disable=SC2086 # fields
  set -- ${stat##*) }
  # A zombie has ended; only its parent has not looked yet.
  [ "$1" = Z ] || echo "${20}"
}

# Where the servers called $1 of this source tree live: below target/, unless that path is too long for a
# socket, or holds a blank.
servers_dir() {
  local dir=$PWD/target/$1
  if [ ${#dir} -gt 48 ] || [[ $dir == *[!A-Za-z0-9._/+-]* ]]; then
    dir=/tmp/atomic-reconcile-$(printf '%s' "$dir" | cksum | cut -d' ' -f1)-$1
  fi
  echo "$dir"
}
