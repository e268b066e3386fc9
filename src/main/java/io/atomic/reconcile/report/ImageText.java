package io.atomic.reconcile.report;

import io.atomic.reconcile.label.ImageLabels;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import tools.jackson.databind.JsonNode;

/** What {@code info} and {@code version} tell of an image on disk. */
public final class ImageText {
  private ImageText() {}

  /** Its names and its labels, a line each. */
  public static String info(Image image) {
    var text = new StringBuilder();
    text.append("Image: ").append(name(image)).append('\n');
    text.append("ID: ").append(image.id()).append('\n');
    image
        .labels()
        .forEach((key, value) ->
            text.append(Printable.line(key)).append(": ").append(indented(value)).append('\n'));
    return text.toString();
  }

  /** Lines behind the first cannot be taken for labels of their own. */
  private static String indented(String value) {
    return value.strip().replaceAll("\\R", "\n  ");
  }

  /** Its name, the version that its labels tell, and its ID. */
  public static String version(Image image) {
    return "%-40s %-24s %s%n%-40s %-24s %s%n"
        .formatted(
            "IMAGE NAME",
            "VERSION",
            "IMAGE ID",
            name(image),
            Printable.line(versionOf(image)),
            shortId(image));
  }

  /** Everything, for {@code -o json}; {@code schema/image.schema.json} describes it. */
  public static JsonNode json(Image image) {
    return Tree.document()
        .text("name", name(image))
        .text("id", image.id())
        .text("version", versionOf(image))
        .texts("tags", image.tags())
        .texts("digests", image.digests())
        .object("labels", image.labels(), ImageText::labels)
        .node();
  }

  private static Tree labels(SortedMap<String, String> labels) {
    var tree = Tree.object();
    labels.forEach(tree::text);
    return tree;
  }

  private static String name(Image image) {
    return image.tags().stream().findFirst().orElseGet(() -> shortId(image));
  }

  private static String shortId(Image image) {
    return Image.shortId(image.id());
  }

  /** Name, version and release, as far as the labels tell them, else the ID. */
  private static String versionOf(Image image) {
    var labels = ImageLabels.of(image.labels());
    var parts = new ArrayList<String>();
    for (var key : List.of("name", "version", "release")) {
      var value = labels.find(key);
      if (value != null) {
        parts.add(value.strip());
      }
    }
    return parts.isEmpty() ? shortId(image) : String.join("-", parts);
  }
}
