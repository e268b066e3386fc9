package io.atomic.reconcile.manifest;

import io.atomic.reconcile.model.Place;
import io.atomic.reconcile.model.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Text to YAML documents with places.
 *
 * <p>Built on the parser's events and not on its node graph: that way the depth is bounded while
 * parsing, an alias is never followed, and a duplicate key is one problem among others instead of
 * the end of the file.
 */
final class YamlReader {
  static final int MAX_DEPTH = 64;
  static final int MAX_DOCUMENTS = 256;

  private static final ScalarResolver CORE = new CoreSchema().getScalarResolver();

  private final String file;
  private final String text;
  private final List<Document> documents = new ArrayList<>();
  private Findings findings = new Findings();
  private boolean sharingReported;

  private YamlReader(String file, String text) {
    this.file = file;
    this.text = text;
  }

  /**
   * One document that has content.
   *
   * @param findings what was refused while it was read
   */
  record Document(Yaml root, Findings findings) {}

  /**
   * What a file holds.
   *
   * @param documents those before the failure
   * @param failure why the rest of the file cannot be read; null = all of it was
   */
  record Stream(List<Document> documents, @Nullable Problem failure) {
    Stream {
      documents = List.copyOf(documents);
    }
  }

  static Stream read(String file, String text) {
    var reader = new YamlReader(file, text);
    var failure = reader.readAll();
    return new Stream(reader.documents, failure);
  }

  private @Nullable Problem readAll() {
    var settings =
        LoadSettings.builder().setUseMarks(true).setCodePointLimit(TextFile.MAX_BYTES).build();
    try {
      var events = new Parse(settings).parseString(text).iterator();
      while (events.hasNext()) {
        if (events.next().getEventId() == Event.ID.DocumentStart) {
          readDocument(events);
        }
      }
      return null;
    } catch (Refusal refusal) {
      return refusal.problem;
    } catch (MarkedYamlEngineException e) {
      var at = e.getProblemMark().or(e::getContextMark).map(this::place).orElse(Place.of(file));
      var context = e.getContext() == null ? "" : " (" + e.getContext() + ")";
      return Problem.error(at, "this is not valid YAML: " + e.getProblem() + context);
    } catch (ReaderException e) {
      return Problem.error(
          placeOf(e.getCodePoint()),
          "the character U+%04X is not allowed in YAML".formatted(e.getCodePoint()));
    } catch (YamlEngineException e) {
      return Problem.error(Place.of(file), "this is not valid YAML: " + e.getMessage());
    }
  }

  private void readDocument(Iterator<Event> events) {
    findings = new Findings();
    sharingReported = false;
    var root = node(events.next(), events, 0);
    // A trailing "---" or a document of comments only declares nothing and is nobody's mistake.
    if (root instanceof Yaml.Scalar(_, var content, var type)
        && type == Yaml.Scalar.Type.NULL
        && content.isEmpty()) {
      return;
    }
    if (documents.size() == MAX_DOCUMENTS) {
      throw new Refusal(
          Problem.error(
              root.place(), "the file has more than %d documents".formatted(MAX_DOCUMENTS)));
    }
    documents.add(new Document(root, findings));
  }

  private Yaml node(Event event, Iterator<Event> events, int depth) {
    var place = place(event);
    if (depth > MAX_DEPTH) {
      throw new Refusal(
          Problem.error(place, "values are nested deeper than %d levels".formatted(MAX_DEPTH)));
    }
    if (event instanceof NodeEvent node) {
      refuseSharing(node);
    }
    return switch (event) {
      case ScalarEvent scalar -> scalar(scalar, place);
      case MappingStartEvent mapping ->
          tagged(mapping, Tag.MAP, mapping(place, events, depth), place);
      case CollectionStartEvent sequence ->
          tagged(sequence, Tag.SEQ, sequence(place, events, depth), place);
      default -> new Yaml.Refused(place);
    };
  }

  private Yaml sequence(Place place, Iterator<Event> events, int depth) {
    var items = new ArrayList<Yaml>();
    for (var event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      items.add(node(event, events, depth + 1));
    }
    return new Yaml.Sequence(place, items);
  }

  private Yaml mapping(Place place, Iterator<Event> events, int depth) {
    var entries = new ArrayList<Yaml.Entry>();
    var first = new HashMap<String, Place>();
    var repeated = new HashSet<String>();
    for (var event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      var key = node(event, events, depth + 1);
      var value = node(events.next(), events, depth + 1);
      switch (key) {
        case Yaml.Scalar(var at, var name, _) -> {
          var earlier = first.putIfAbsent(name, at);
          if (earlier == null) {
            entries.add(new Yaml.Entry(at, name, value));
          } else {
            repeated.add(name);
            findings.error(
                at,
                "key %s is given twice, first at %d:%d"
                    .formatted(Quote.of(name), earlier.line(), earlier.column()));
          }
        }
        case Yaml.Refused _ -> {}
        case Yaml.Sequence _, Yaml.Mapping _ ->
            findings.error(key.place(), "a key is %s, not a name".formatted(key.description()));
      }
    }
    return new Yaml.Mapping(place, entries, repeated);
  }

  private Yaml scalar(ScalarEvent event, Place place) {
    var resolved = event.isPlain() ? CORE.resolve(event.getValue(), true) : Tag.STR;
    var tag = event.getTag();
    if (tag.isPresent() && !tag.get().equals(resolved.getValue())) {
      // "!!str 8080" and the non-specific "! 8080" are YAML's other ways to quote.
      if (!tag.get().equals(Tag.STR.getValue()) && !tag.get().equals("!")) {
        return refuseTag(tag.get(), place);
      }
      resolved = Tag.STR;
    }
    return new Yaml.Scalar(place, event.getValue(), type(resolved));
  }

  private static Yaml.Scalar.Type type(Tag tag) {
    if (tag.equals(Tag.INT)) {
      return Yaml.Scalar.Type.INTEGER;
    }
    if (tag.equals(Tag.FLOAT)) {
      return Yaml.Scalar.Type.DECIMAL;
    }
    if (tag.equals(Tag.BOOL)) {
      return Yaml.Scalar.Type.BOOLEAN;
    }
    // The library also resolves a plain ${VAR} to a tag of its own; for us that is text.
    return tag.equals(Tag.NULL) ? Yaml.Scalar.Type.NULL : Yaml.Scalar.Type.TEXT;
  }

  private Yaml tagged(CollectionStartEvent event, Tag standard, Yaml node, Place place) {
    var tag = event.getTag();
    return tag.isEmpty() || tag.get().equals(standard.getValue()) || tag.get().equals("!")
        ? node
        : refuseTag(tag.get(), place);
  }

  private Yaml refuseTag(String tag, Place place) {
    findings.error(place, "tag %s is not accepted".formatted(Quote.of(tag)), "remove it");
    return new Yaml.Refused(place);
  }

  /** Aliases are refused once per document: a file that uses them uses many. */
  private void refuseSharing(NodeEvent event) {
    var alias = event instanceof AliasEvent;
    Optional<Anchor> anchor = event.getAnchor();
    if (anchor.isPresent() && !sharingReported) {
      sharingReported = true;
      findings.error(
          place(event),
          "%s %s is not accepted"
              .formatted(
                  alias ? "alias" : "anchor",
                  Quote.of((alias ? "*" : "&") + anchor.get().getValue())),
          "write the value out where it is needed");
    }
  }

  private Place place(Event event) {
    return event.getStartMark().map(this::place).orElse(Place.of(file));
  }

  private Place place(Mark mark) {
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private Place placeOf(int codePoint) {
    var before = text.substring(0, Math.max(0, text.indexOf(codePoint)));
    var line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    return new Place(file, line, before.length() - before.lastIndexOf('\n'));
  }

  /** Ends the reading of a file whose rest cannot be taken. */
  private static final class Refusal extends RuntimeException {
    private final transient Problem problem;

    Refusal(Problem problem) {
      super(problem.message(), null, false, false);
      this.problem = problem;
    }
  }
}
