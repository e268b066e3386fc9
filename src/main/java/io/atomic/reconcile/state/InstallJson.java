package io.atomic.reconcile.state;

import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.model.FormerInstallation;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The record of Project Atomic's own tool, {@code install.json} (its release 1.17 and later): image
 * names, and for each the installations of that image. Releases before 1.22.1 wrote one object
 * where later ones write a list. It is only ever read here.
 */
public final class InstallJson {
  /** In UTC. */
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private InstallJson() {}

  /**
   * Reads it; an empty file says that nothing is installed.
   *
   * @throws EffectException if it is not there, or not what the tool wrote
   */
  public static List<FormerInstallation> read(Path file) throws EffectException {
    var bytes = DurableFile.read(file);
    if (bytes == null) {
      throw new EffectException(
          "tried to read the record of the atomic tool, but there is no '%s'".formatted(file),
          "if it is elsewhere, say --from-atomic=FILE",
          null);
    }
    try {
      return isBlank(bytes) ? List.of() : installations(bytes);
    } catch (JacksonException e) {
      throw damaged(file, e.getOriginalMessage(), e);
    } catch (Fields.Malformed | IllegalArgumentException e) {
      throw damaged(file, e.getMessage(), e);
    }
  }

  private static boolean isBlank(byte[] bytes) {
    for (var one : bytes) {
      if (!Character.isWhitespace(one)) {
        return false;
      }
    }
    return true;
  }

  private static EffectException damaged(Path file, @Nullable String why, Exception cause) {
    return new EffectException(
        "tried to read the record of the atomic tool in '%s', but %s".formatted(file, why),
        "repair it, or import what it names one by one: import CONTAINER",
        cause);
  }

  private static List<FormerInstallation> installations(byte[] bytes) {
    var found = new ArrayList<FormerInstallation>();
    for (var image : Json.parse(bytes).properties()) {
      var value = image.getValue();
      Collection<JsonNode> entries = value.isArray() ? value.values() : List.of(value);
      var index = 0;
      for (var entry : entries) {
        var in = Fields.of("%s[%d]".formatted(image.getKey(), index++), entry);
        found.add(installation(image.getKey(), in));
      }
    }
    return List.copyOf(found);
  }

  private static FormerInstallation installation(String image, Fields in) {
    var id = in.text("id");
    return new FormerInstallation(
        image,
        id.startsWith("sha256:") ? id : "sha256:" + id,
        in.text("container_name"),
        date(in.textOrNull("install_date")),
        in.textOrNull("system_package_nvra"));
  }

  private static @Nullable Instant date(@Nullable String text) {
    try {
      return text == null ? null : LocalDateTime.parse(text, DATE).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException _) {
      // Only told to people: not worth a refusal.
      return null;
    }
  }
}
