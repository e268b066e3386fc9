package io.atomic.reconcile.cli;

import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A name and what it is to mean, as {@code NAME=VALUE} says it. The value is taken as it is: of
 * maps picocli reads quotes as well, which a shell has taken away already where they meant
 * something.
 */
record Assignment(String name, String value) {

  /** Of several for one name the last one counts. */
  static SortedMap<String, String> map(Collection<Assignment> assignments) {
    var map = new TreeMap<String, String>();
    assignments.forEach(one -> map.put(one.name, one.value));
    return map;
  }

  /** Reads one. */
  static final class Converter implements ITypeConverter<Assignment> {
    @Override
    public Assignment convert(String text) {
      var equals = text.indexOf('=');
      if (equals <= 0) {
        throw new TypeConversionException("'%s' is not a name, '=' and a value".formatted(text));
      }
      return new Assignment(text.substring(0, equals), text.substring(equals + 1));
    }
  }
}
