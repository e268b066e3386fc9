package io.atomic.reconcile.engine;

import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import io.atomic.reconcile.cycle.EngineEvents;
import io.atomic.reconcile.cycle.EngineEvents.Happening;
import io.atomic.reconcile.plan.ContainerLabels;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads an event by the engines' words, which differ: podman says {@code remove}, docker not. */
final class EventReading {
  private static final Map<String, Happening> OF_CONTAINERS =
      Map.of(
          "die", Happening.DIED,
          "died", Happening.DIED,
          "destroy", Happening.REMOVED,
          "remove", Happening.REMOVED,
          "pause", Happening.PAUSED,
          "unpause", Happening.UNPAUSED,
          "rename", Happening.RENAMED,
          "start", Happening.STARTED,
          "update", Happening.UPDATED);

  private static final Map<String, Happening> OF_IMAGES =
      Map.of(
          "tag", Happening.TAGGED,
          "untag", Happening.TAGGED,
          "pull", Happening.TAGGED,
          "load", Happening.TAGGED,
          "loadfromarchive", Happening.TAGGED,
          "import", Happening.TAGGED,
          "build", Happening.TAGGED,
          "delete", Happening.TAGGED,
          "remove", Happening.TAGGED);

  /** All that matter; those of health checks, of which there are many, do not. */
  static final SortedSet<String> ACTIONS = actions();

  private EventReading() {}

  private static SortedSet<String> actions() {
    var actions = new TreeSet<>(OF_CONTAINERS.keySet());
    actions.addAll(OF_IMAGES.keySet());
    return actions;
  }

  /** What it tells; null = nothing that matters. */
  static EngineEvents.@Nullable Event read(Event event) {
    var actor = event.getActor();
    if (actor == null) {
      return null;
    }
    var attributes = Objects.requireNonNullElse(actor.getAttributes(), Map.<String, String>of());
    var id = Objects.requireNonNullElse(actor.getId(), "");
    var action = Objects.requireNonNullElse(event.getAction(), "");
    var container = event.getType() == EventType.CONTAINER;
    var happening = (container ? OF_CONTAINERS : OF_IMAGES).get(action);
    if (happening == null) {
      return null;
    }
    return container
        ? new EngineEvents.Event(
            happening,
            id,
            names(attributes.get("name"), attributes.get("oldName")),
            attributes.get(ContainerLabels.APP))
        : new EngineEvents.Event(happening, id, names(attributes.get("name"), id), null);
  }

  private static SortedSet<String> names(@Nullable String... names) {
    var all = new TreeSet<String>();
    for (var name : names) {
      if (name != null && !name.isEmpty()) {
        // Docker writes former names with the slash of links between containers.
        all.add(name.startsWith("/") ? name.substring(1) : name);
      }
    }
    return all;
  }
}
