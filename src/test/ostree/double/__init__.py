"""Doubles of rpm-ostree, bootc, systemctl and wall on a real ostree sysroot; see README.md beside this directory."""
