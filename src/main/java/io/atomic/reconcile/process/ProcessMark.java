package io.atomic.reconcile.process;

/**
 * Names one process for good: a process ID alone is given to another process sooner or later.
 *
 * @param pid of the process, which is also the ID of its session and of its process group
 * @param startTicks when it started, in clock ticks since boot (field 22 of {@code /proc/PID/stat})
 * @param bootId of the boot in which it ran, since process IDs and ticks begin anew with each
 */
public record ProcessMark(long pid, long startTicks, String bootId) {}
