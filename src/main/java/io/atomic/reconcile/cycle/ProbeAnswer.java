package io.atomic.reconcile.cycle;

/** What came of asking an app, or something of the host's, how it is. */
public sealed interface ProbeAnswer {

  /**
   * It answered, well or not.
   *
   * @param word the status of an HTTP answer, an exit code, the state of a unit
   */
  record Said(String word) implements ProbeAnswer {}

  /**
   * There was no answer, this time.
   *
   * @param reason as a clause: "the connection was refused"
   */
  record Silent(String reason) implements ProbeAnswer {}

  /**
   * It cannot be asked on this host, however often somebody tries.
   *
   * @param reason as a clause
   */
  record Unable(String reason) implements ProbeAnswer {}
}
