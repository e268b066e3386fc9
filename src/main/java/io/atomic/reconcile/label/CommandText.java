package io.atomic.reconcile.label;

import java.util.List;

/** What a command is made from. */
public sealed interface CommandText {

  /** What runs an image that has no RUN label. */
  static CommandText defaultRun(Purpose purpose) {
    return new Label(
        switch (purpose) {
          case TERMINAL -> "docker run -i -t --name NAME IMAGE";
          case ATTACHED -> "docker run -i --name NAME IMAGE";
          case INSTALL, RUN, COMPLETE, STOP, UNINSTALL -> "docker run -d --name NAME IMAGE";
        });
  }

  /** The value of an image label, still to be split into words. */
  record Label(String text) implements CommandText {}

  /** Words that a manifest puts in the label's place; variables in them are replaced. */
  record Words(List<String> words) implements CommandText {
    public Words {
      words = List.copyOf(words);
    }
  }
}
