package io.atomic.reconcile.report;

import io.atomic.reconcile.cycle.StepResult;
import io.atomic.reconcile.model.Printable;
import io.atomic.reconcile.plan.Plan;
import io.atomic.reconcile.plan.Step;
import java.io.PrintStream;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Progress as lines: one for every step that has ended. On a terminal the last line tells what is
 * going on now, and is overwritten.
 */
public final class ProgressText implements ShownProgress {
  private static final String REWRITE = "\r\u001b[K";

  private final PrintStream out;
  private final Style style;
  private final boolean live;
  private final int width;
  private final SortedSet<String> running = Collections.synchronizedSortedSet(new TreeSet<>());

  /**
   * Progress on a stream.
   *
   * @param live whether the stream is a terminal, on which a line can be overwritten
   * @param width of that terminal in columns
   */
  public ProgressText(PrintStream out, Style style, boolean live, int width) {
    this.out = out;
    this.style = style;
    this.live = live;
    this.width = width;
  }

  @Override
  public synchronized void repairing(String what) {
    line(style.changed("repairing") + " " + what);
  }

  @Override
  public void planned(Plan plan) {
    // Whoever asked for the run shows the plan where results belong.
  }

  @Override
  public synchronized void started(Step step) {
    running.add(step.id());
    overwrite(String.join(", ", running) + " …");
  }

  @Override
  public synchronized void doing(Step step, String what) {
    overwrite(step.id() + ": " + what);
  }

  @Override
  public synchronized void ended(Step step, StepResult result) {
    running.remove(step.id());
    line(RunText.step(step.id(), result, style));
    if (!running.isEmpty()) {
      overwrite(String.join(", ", running) + " …");
    }
  }

  private void line(String text) {
    out.println((live ? REWRITE : "") + style.printed(text));
  }

  private void overwrite(String text) {
    if (live) {
      var shown = Printable.line(text);
      var fitting = shown.length() < width ? shown : shown.substring(0, width - 1);
      out.print(REWRITE + style.printed(style.faint(fitting)));
      out.flush();
    }
  }

  /** Leaves the terminal with a clean line. */
  @Override
  public synchronized void close() {
    if (live) {
      out.print(REWRITE);
      out.flush();
    }
  }
}
