package io.atomic.reconcile.plan;

import io.atomic.reconcile.model.App;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares two manifests of one app field by field. It walks the record components, whose names are
 * those of the manifest, so that a new field is compared without anybody thinking of it.
 */
final class ManifestComparison {
  private final List<Comparison> fields = new ArrayList<>();

  private ManifestComparison() {}

  static List<Difference> between(App before, App after) {
    return all(before, after).stream()
        .filter(field -> !field.equal())
        .map(field ->
            new Difference(Difference.Cause.CONFIG, field.field(), field.before(), field.after()))
        .toList();
  }

  /** Every field that either of them has, or could have. */
  static List<Comparison> all(App before, App after) {
    var comparison = new ManifestComparison();
    comparison.compare("metadata.labels", before.labels(), after.labels());
    comparison.compare("", before.spec(), after.spec());
    return List.copyOf(comparison.fields);
  }

  private void compare(String path, @Nullable Object before, @Nullable Object after) {
    if (before instanceof Map<?, ?> left && after instanceof Map<?, ?> right) {
      var keys = new TreeSet<String>();
      left.keySet().forEach(key -> keys.add(String.valueOf(key)));
      right.keySet().forEach(key -> keys.add(String.valueOf(key)));
      keys.forEach(key -> compare(join(path, key), left.get(key), right.get(key)));
    } else if (before instanceof Record left
        && after instanceof Record right
        && left.getClass() == right.getClass()
        && overridesNothing(left)) {
      for (var component : left.getClass().getRecordComponents()) {
        compare(join(path, component.getName()), value(component, left), value(component, right));
      }
    } else {
      fields.add(
          new Comparison(
              Comparison.Group.MANIFEST,
              path,
              shown(before),
              shown(after),
              Objects.equals(before, after)));
    }
  }

  /** Records with a text form of their own (references) are values, not structures. */
  private static boolean overridesNothing(Record value) {
    return value.toString().startsWith(value.getClass().getSimpleName() + "[");
  }

  private static @Nullable Object value(RecordComponent component, Record of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("accessors of public records can be called", e);
    }
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static @Nullable String shown(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Enum<?> e -> e.name().toLowerCase(java.util.Locale.ROOT);
      default -> value.toString();
    };
  }
}
