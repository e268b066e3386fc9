package io.atomic.reconcile.label;

import java.util.ArrayList;
import java.util.List;

/**
 * One word of an expanded command. A secret stands in it by name, so that no value of one is ever
 * needed to expand, compare or show a command.
 *
 * @param fragments never empty texts, never two texts in a row; none at all = the empty word
 */
public record Word(List<Fragment> fragments) {

  /** A piece of a word. */
  public sealed interface Fragment {

    record Text(String text) implements Fragment {}

    /**
     * A secret's place.
     *
     * @param env the {@code spec.env} entry that holds it
     */
    record SecretRef(String env) implements Fragment {}
  }

  public Word {
    var merged = new ArrayList<Fragment>();
    for (var fragment : fragments) {
      if (fragment instanceof Fragment.Text(var text)) {
        if (text.isEmpty()) {
          continue;
        }
        if (!merged.isEmpty() && merged.getLast() instanceof Fragment.Text(var before)) {
          merged.set(merged.size() - 1, new Fragment.Text(before + text));
          continue;
        }
      }
      merged.add(fragment);
    }
    fragments = List.copyOf(merged);
  }

  public static Word of(String text) {
    return new Word(List.of(new Fragment.Text(text)));
  }

  public boolean hasSecret() {
    return fragments.stream().anyMatch(Fragment.SecretRef.class::isInstance);
  }

  /** The text before the first secret: all of it, mostly. */
  public String prefix() {
    return !fragments.isEmpty() && fragments.getFirst() instanceof Fragment.Text(var text)
        ? text
        : "";
  }

  /** The word without its first characters, which must belong to {@link #prefix}. */
  Word drop(int characters) {
    if (characters == 0) {
      return this;
    }
    var rest = new ArrayList<>(fragments);
    rest.set(0, new Fragment.Text(prefix().substring(characters)));
    return new Word(rest);
  }

  /** This word behind some text. */
  Word after(String text) {
    var longer = new ArrayList<Fragment>();
    longer.add(new Fragment.Text(text));
    longer.addAll(fragments);
    return new Word(longer);
  }

  /** The text; a secret shows as <code>${NAME}</code>. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (var fragment : fragments) {
      switch (fragment) {
        case Fragment.Text(var plain) -> text.append(plain);
        case Fragment.SecretRef(var env) -> text.append("${").append(env).append('}');
      }
    }
    return text.toString();
  }
}
