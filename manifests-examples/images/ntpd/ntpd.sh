#!/bin/sh
trap 'exit 0' TERM INT
while :; do
  # SYS_TIME is bit 25 of the effective capabilities.
  capabilities=$(sed -n 's/^CapEff:[^0-9a-f]*//p' /proc/self/status)
  if [ $((0x$capabilities >> 25 & 1)) = 1 ]; then may=may; else may='may not'; fi
  echo "$(date): this process $may set the clock"
  sleep 60 &
  wait $!
done
