#!/bin/sh
# The UNINSTALL label: undoes what install.sh did, as far as it is still there. Configuration, logs and data are the
# user's, and stay.
set -eu
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
# shellcheck source=manifests-examples/images/httpd/engine.sh
. /bin/engine.sh

if systemd_runs && [ -e "${UNIT}" ]; then
  chroot "${HOST}" systemctl disable "httpd_${NAME}.service"
fi
rm -f "${UNIT}" "${UNIT}.new"
if systemd_runs; then
  chroot "${HOST}" systemctl daemon-reload
fi
if host container inspect "${NAME}" >/dev/null 2>&1; then
  host rm -f "${NAME}" >/dev/null
fi
echo "container ${NAME} and ${UNIT#"${HOST}"} removed"
