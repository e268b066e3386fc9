package io.atomic.reconcile.model;

import java.util.Comparator;

/**
 * Where something was written.
 *
 * @param file path as the user would open it
 * @param line from 1; 0 = the file as a whole
 * @param column from 1; 0 = the line as a whole
 */
public record Place(String file, int line, int column) {
  /** By file, and from top to bottom. */
  public static final Comparator<Place> ORDER =
      Comparator.comparing(Place::file)
          .thenComparingInt(Place::line)
          .thenComparingInt(Place::column);

  public static Place of(String file) {
    return new Place(file, 0, 0);
  }

  /** {@code file:line:column}, without the parts that are not known. */
  @Override
  public String toString() {
    if (line == 0) {
      return file;
    }
    return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
  }
}
