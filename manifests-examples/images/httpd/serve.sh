#!/bin/sh
# The first process of a container is not ended by a signal that it does not handle, so this one handles it.
port=${PORT:-8080}
httpd -f -v -p "$port" -c /etc/httpd/httpd.conf -h /var/www >>/var/log/httpd/access.log 2>&1 &
server=$!
trap 'kill "$server"; exit 0' TERM INT
echo "serving /var/www on port $port"
wait "$server"
