#!/bin/sh
trap 'exit 0' TERM INT
while :; do
  echo "hello, it is $(date)"
  sleep 60 &
  wait $!
done
