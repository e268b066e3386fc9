#!/bin/sh
# The INSTALL label: prepares the host, which is mounted on ${HOST}, for container ${NAME} of image ${IMAGE}.
# It may run again, after an interruption or when something it made is gone: what is there stays as it is.
set -eu
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
# shellcheck source=manifests-examples/images/httpd/engine.sh
. /bin/engine.sh

# Directories for configuration, logs and data.
mkdir -p "${HOST}${CONFDIR}" "${HOST}${LOGDIR}" "${HOST}${DATADIR}"

# Configuration and a first page. Files that somebody has edited are not touched.
[ -e "${HOST}${CONFDIR}/httpd.conf" ] || cp /etc/httpd/httpd.conf "${HOST}${CONFDIR}/"
[ -e "${HOST}${DATADIR}/index.html" ] || cp /var/www/index.html "${HOST}${DATADIR}/"

# The container, made by the host's own engine and not yet started. The options are those of the RUN label.
if host container inspect "${NAME}" >/dev/null 2>&1; then
  echo "container ${NAME} is there"
else
  host create --name "${NAME}" --network host ${PORT:+-e "PORT=${PORT}"} \
    -v "${CONFDIR}:/etc/httpd:Z" -v "${LOGDIR}:/var/log/httpd:Z" -v "${DATADIR}:/var/www:Z" "${IMAGE}" >/dev/null
  echo "container ${NAME} created"
fi

# The unit that starts it at boot, written last and in one go: its presence says that all of this was done.
mkdir -p "${UNIT%/*}"
sed -e "s|NAME|${NAME}|g" -e "s|ENGINE|${ENGINE}|g" /etc/systemd/system/httpd_template.service >"${UNIT}.new"
mv "${UNIT}.new" "${UNIT}"
if systemd_runs; then
  chroot "${HOST}" systemctl daemon-reload
  chroot "${HOST}" systemctl enable "httpd_${NAME}.service"
fi
echo "${UNIT#"${HOST}"} written"
