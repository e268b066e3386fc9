package io.atomic.reconcile.plan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether a deployment that waits may be booted now, as the policy sees it before a plan. */
public sealed interface BootConsent {

  /** It may: locks that hosts share are asked for when it comes to it. */
  record Given() implements BootConsent {}

  /**
   * It has to wait.
   *
   * @param reason in CamelCase
   * @param why as a clause: "reboot.strategy is 'never'"
   * @param until when the windows that it waits for are open; null = it waits for none, or nobody
   *     knows
   */
  record Withheld(String reason, String why, @Nullable Instant until) implements BootConsent {}
}
