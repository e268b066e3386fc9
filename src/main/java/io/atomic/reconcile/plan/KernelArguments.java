package io.atomic.reconcile.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Kernel arguments as words, and what has to be done to a list of them. */
public final class KernelArguments {
  /** Keys that mean something every time they occur: another value is one more, not instead. */
  private static final Set<String> REPEATABLE =
      Set.of(
          "console",
          "earlycon",
          "ip",
          "ifname",
          "nameserver",
          "bond",
          "bridge",
          "vlan",
          "team",
          "netroot",
          "module_blacklist",
          "modprobe.blacklist",
          "hugepages",
          "hugepagesz",
          "memmap",
          "video",
          "systemd.mask",
          "systemd.wants",
          "systemd.setenv",
          "systemd.mount_extra",
          "systemd.swap_extra",
          "crashkernel");

  /** Of the initramfs: what is found by them, such as the root's volumes, can be several. */
  private static final List<String> REPEATABLE_PREFIXES = List.of("rd.", "ignition.");

  private KernelArguments() {}

  /**
   * What turns a list into one that is right.
   *
   * @param delete whole arguments that are there and must go
   * @param append whole arguments that are missing
   */
  public record Edit(List<String> delete, List<String> append) {
    public Edit {
      delete = List.copyOf(delete);
      append = List.copyOf(append);
    }

    public boolean isEmpty() {
      return delete.isEmpty() && append.isEmpty();
    }
  }

  /** Words of a command line; blanks within double quotes do not part them, as in the kernel. */
  public static List<String> words(String line) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    var quoted = false;
    for (var c : line.strip().toCharArray()) {
      if (c == '"') {
        quoted = !quoted;
      }
      if (Character.isWhitespace(c) && !quoted) {
        if (!word.isEmpty()) {
          words.add(word.toString());
          word.setLength(0);
        }
      } else {
        word.append(c);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  /**
   * What is wrong with a list.
   *
   * @param present that must be there, whole
   * @param absent that must not: {@code key=value} is that argument, {@code key} every one of it
   * @param former that we added once, and that go unless they are wanted now
   */
  public static Edit edit(
      List<String> actual,
      Collection<String> present,
      Collection<String> absent,
      Collection<String> former) {
    var delete = new ArrayList<String>();
    for (var argument : actual) {
      if (!present.contains(argument)
          && !delete.contains(argument)
          && (former.contains(argument)
              || isAbsent(argument, absent)
              || isReplaced(argument, present))) {
        delete.add(argument);
      }
    }
    var append = present.stream().filter(argument -> !actual.contains(argument)).toList();
    return new Edit(delete, append);
  }

  private static boolean isAbsent(String argument, Collection<String> absent) {
    return absent.stream()
        .anyMatch(one ->
            one.indexOf('=') < 0
                ? canonical(argument).equals(canonical(one))
                : one.equals(argument));
  }

  /** Another value of a key that counts once. */
  private static boolean isReplaced(String argument, Collection<String> present) {
    return !isRepeatable(canonical(argument))
        && present.stream().anyMatch(one -> canonical(one).equals(canonical(argument)));
  }

  private static boolean isRepeatable(String key) {
    return REPEATABLE.contains(key) || REPEATABLE_PREFIXES.stream().anyMatch(key::startsWith);
  }

  static String key(String argument) {
    var sign = argument.indexOf('=');
    return sign < 0 ? argument : argument.substring(0, sign);
  }

  /** To the kernel dashes and underscores in keys are the same (kernel-parameters). */
  private static String canonical(String argument) {
    return key(argument).replace('-', '_');
  }
}
