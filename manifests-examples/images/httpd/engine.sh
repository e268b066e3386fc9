# shellcheck shell=sh disable=SC2034
# What install.sh and uninstall.sh share. Sets
#   ENGINE  the command of the host's container engine: as given, else the one that runs this container
#   UNIT    the systemd unit of ${NAME}, as seen from here

if [ -z "${ENGINE:-}" ]; then
  if [ ! -e /run/.containerenv ]; then
    ENGINE=docker
  elif [ -S "${HOST}/run/podman/podman.sock" ]; then
    # A podman that is started from in here cannot make mounts for the host; its service can.
    ENGINE='podman --url unix:///run/podman/podman.sock'
  else
    ENGINE=podman
  fi
fi

# All paths are below the same root: that of CONFDIR, which is /etc/NAME on a real host, and below a
# directory of their own in a test or an image build.
ROOT=${CONFDIR%"/etc/${NAME}"}
UNIT=${HOST}${ROOT}/etc/systemd/system/httpd_${NAME}.service

# host WORD…: the engine of the host, by the host's own program.
host() {
  # shellcheck disable=SC2086 # ENGINE may be several words
  chroot "${HOST}" ${ENGINE} "$@"
}

systemd_runs() {
  [ -z "${ROOT}" ] && [ -d "${HOST}/run/systemd/system" ]
}
