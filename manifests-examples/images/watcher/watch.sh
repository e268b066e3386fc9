#!/bin/sh
trap 'exit 0' TERM INT
while :; do
  if timeout 5 wget -q -O /dev/null "${URL:-http://127.0.0.1:8080/}"; then echo "$(date): there"; else echo "$(date): not there"; fi
  sleep 5 &
  wait $!
done
