package io.atomic.reconcile.label;

import org.jspecify.annotations.Nullable;

/**
 * Why a label command cannot be run as it stands.
 *
 * @param message what was tried and what is wrong, one sentence, values in single quotes
 * @param spot where in the text; null where it concerns the command as a whole
 * @param remedy what to do about it, if that is known
 */
public record LabelProblem(
    Kind kind, String message, @Nullable Spot spot, @Nullable String remedy) {

  /** What sort of mistake it is. */
  public enum Kind {
    EMPTY("empty"),
    TOO_LONG("too long"),
    NUL("NUL"),
    QUOTE("quote"),
    UNSET_VARIABLE("unset variable"),
    DOLLAR("dollar"),
    SHELL("shell"),
    OPTION("option"),
    SUBCOMMAND("subcommand"),
    IMAGE("image"),
    NAME("name"),
    LABEL("label"),
    SECRET("secret");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** The sentence, the column where known, and the remedy, on one line. */
  @Override
  public String toString() {
    return message
        + (spot == null ? "" : " (column %d)".formatted(spot.column()))
        + (remedy == null ? "" : "; " + remedy);
  }
}
