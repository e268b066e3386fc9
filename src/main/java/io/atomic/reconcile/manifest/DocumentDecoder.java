package io.atomic.reconcile.manifest;

import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.Host;
import io.atomic.reconcile.model.Kind;
import io.atomic.reconcile.model.Resource;
import io.atomic.reconcile.model.ResourceId;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One YAML document to the resource it declares. */
final class DocumentDecoder {
  static final String API_VERSION = "atomic/v1";

  private static final List<String> KINDS = Arrays.stream(Kind.values()).map(Kind::label).toList();

  private static final ValueType<String> NAME =
      ValueType.matching(
          Grammar.NAME,
          "a name: 2 to 63 of a-z, 0-9, '_', '.', '-', the first a letter or digit, and neither"
              + " 'atomic' nor 'atomic.d'");

  private @Nullable String kind;
  private @Nullable String name;
  private List<Declaration.Reference> dependsOn = List.of();

  private DocumentDecoder() {}

  static Declaration decode(YamlReader.Document document) {
    var decoder = new DocumentDecoder();
    var root = document.root();
    if (root instanceof Yaml.Mapping mapping && looksLikeNothing(mapping, document.findings())) {
      // Refused for what it is made of; that it is no manifest either helps nobody.
      return new Declaration(root.place(), null, null, List.of(), document.findings().about(null));
    }
    var resource =
        ValueType.mapping(decoder::resource)
            .read(
                new Value(
                    root, root instanceof Yaml.Mapping ? "" : "the document", document.findings()));
    var id = isAmbiguous(root) ? null : decoder.id();
    return new Declaration(
        root.place(),
        id,
        document.findings().hasErrors() ? null : resource,
        decoder.dependsOn,
        document.findings().about(id));
  }

  private static boolean looksLikeNothing(Yaml.Mapping root, Findings findings) {
    return findings.hasErrors()
        && root.entries().stream()
            .noneMatch(entry -> List.of("apiVersion", "kind").contains(entry.key()));
  }

  /** A kind or name that is given twice may mean either, and the other one must not be pruned. */
  private static boolean isAmbiguous(Yaml root) {
    return root instanceof Yaml.Mapping(_, var entries, var repeated)
        && (repeated.contains("kind")
            || repeated.contains("metadata")
            || entries.stream()
                .anyMatch(entry ->
                    entry.key().equals("metadata")
                        && entry.value() instanceof Yaml.Mapping(_, _, var inner)
                        && inner.contains("name")));
  }

  private @Nullable ResourceId id() {
    if (kind == null || name == null) {
      return null;
    }
    return kind.equals(Kind.APP.label()) ? ResourceId.app(name) : ResourceId.host(name);
  }

  private @Nullable Resource resource(Fields fields) {
    fields.required("apiVersion", ValueType.oneOf(List.of(API_VERSION)));
    kind = fields.required("kind", ValueType.oneOf(KINDS));
    if (kind == null) {
      fields.required("metadata", ValueType.mapping(this::anyMetadata));
      fields.required("spec", ValueType.anything());
      return null;
    }
    return kind.equals(Kind.APP.label()) ? app(fields) : host(fields);
  }

  /** Of a document whose kind is wrong, only what every kind has is looked at. */
  private Boolean anyMetadata(Fields fields) {
    name = fields.required("name", NAME);
    fields.optional("labels", ValueType.anything());
    return true;
  }

  private @Nullable Resource app(Fields fields) {
    var labels =
        fields.required(
            "metadata",
            ValueType.mapping(metadata -> {
              name = metadata.required("name", NAME);
              return metadata.optional(
                  "labels",
                  ValueType.map(Grammar.LABEL_KEY, "a label name such as 'tier'", ValueType.text()),
                  Collections.emptySortedMap());
            }));
    var decoder = new AppDecoder();
    var spec = fields.required("spec", ValueType.mapping(decoder::spec));
    dependsOn = decoder.dependsOn();
    return name == null || labels == null || spec == null ? null : new App(name, labels, spec);
  }

  private @Nullable Resource host(Fields fields) {
    fields.required(
        "metadata",
        ValueType.mapping(metadata -> {
          name = metadata.required("name", NAME);
          return true;
        }));
    var spec = fields.required("spec", ValueType.mapping(HostDecoder::spec));
    return name == null || spec == null ? null : new Host(name, spec);
  }
}
