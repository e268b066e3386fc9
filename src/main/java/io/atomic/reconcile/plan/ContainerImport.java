package io.atomic.reconcile.plan;

import io.atomic.reconcile.label.CommandText;
import io.atomic.reconcile.label.CommandVariables;
import io.atomic.reconcile.label.Prepared;
import io.atomic.reconcile.label.Purpose;
import io.atomic.reconcile.label.SameContainer;
import io.atomic.reconcile.model.App;
import io.atomic.reconcile.model.AppSpec;
import io.atomic.reconcile.model.AppSpec.AppState;
import io.atomic.reconcile.model.CommandSpec;
import io.atomic.reconcile.model.ContainerMake;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.Image;
import io.atomic.reconcile.model.ImageReference;
import io.atomic.reconcile.model.Observed.EngineKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes an app of a container that somebody else made: the same command, the same privileges. */
public final class ContainerImport {
  /** Below the first of the directories that secrets may be in by default. */
  private static final String SECRETS = "/etc/atomic/secrets/";

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          ".*(?:PASS(?:WORD|WD|PHRASE)?|SECRET|TOKEN|KEY|CREDENTIALS?|PRIVATE|AUTH|PWD|PW)(?:[^A-Z].*)?");

  /** A URL with somebody's password in it. */
  private static final Pattern SECRET_VALUE = Pattern.compile("(?s).*://[^/\\s]*:[^/\\s]+@.*");

  private static final List<Purpose> BESIDES_RUN =
      List.of(Purpose.INSTALL, Purpose.STOP, Purpose.UNINSTALL);

  private final String name;
  private final ContainerMake make;
  private final Image image;
  private final EngineKind kind;
  private final String hostRoot;
  private final SortedMap<String, EnvValue> secrets = new TreeMap<>();
  private final List<String> remarks = new ArrayList<>();

  private ContainerImport(
      String name, ContainerMake make, Image image, EngineKind kind, String hostRoot) {
    this.name = name;
    this.make = make;
    this.image = image;
    this.kind = kind;
    this.hostRoot = hostRoot;
  }

  /**
   * The app that would make an equal container.
   *
   * @param name the app's, which is the container's wherever an app can be called so
   * @param reference a name of the image
   * @param image that the container was made from
   * @param hostRoot put before CONFDIR, LOGDIR and DATADIR; empty on a real host
   */
  public static Imported of(
      String name,
      ContainerMake make,
      ImageReference reference,
      Image image,
      EngineKind kind,
      String hostRoot) {
    return new ContainerImport(name, make, image, kind, hostRoot).imported(reference);
  }

  /**
   * A name of a container's image: the one that it was made by while that still means this image,
   * else any tag, else a digest; null = it has none.
   *
   * @param written how the container's maker named the image
   */
  public static @Nullable ImageReference reference(
      ImageIndex images, Image image, @Nullable String written) {
    var candidates = new ArrayList<String>();
    if (written != null) {
      candidates.add(written);
    }
    image.tags().stream().filter(tag -> !OwnTag.isOurs(tag)).forEach(candidates::add);
    candidates.addAll(image.digests());
    for (var candidate : candidates) {
      try {
        var reference = ImageReference.parse(candidate);
        var found = images.find(reference);
        if (found != null && found.id().equals(image.id())) {
          return reference;
        }
      } catch (IllegalArgumentException _) {
        // An ID, or the <none>:<none> of an image without a name.
      }
    }
    return null;
  }

  private Imported imported(ImageReference reference) {
    var container = make.container();
    if (!name.equals(container.name())) {
      remarks.add(
          "no app can be called '%s': rename the container to '%s', so that it is taken over"
              .formatted(container.name(), name));
    }
    var command = command();
    var labels = new LabelNeeds(name, image, reference, kind, hostRoot);
    var written = labels.prepared(Purpose.RUN, new CommandText.Words(command), secrets);
    var label = labels.label(Purpose.RUN);
    var images =
        labels.prepared(
            Purpose.RUN,
            label == null ? CommandText.defaultRun(Purpose.RUN) : new CommandText.Label(label),
            secrets);
    // What its other labels need it must be granted as well, or its next RUN would be refused.
    var needs = labels.of(BESIDES_RUN, remarks);
    var spec = AppSpec.of(reference).withAdopt(true).withState(state()).withEnv(secrets);
    if (written instanceof Prepared.Ready own
        && images instanceof Prepared.Ready theirs
        && SameContainer.isMadeByBoth(own, theirs, labels.variables(secrets).environment())) {
      remarks.add(
          label == null
              ? "it is as its image makes it: no command is needed"
              : "it is as its image's label RUN makes it: no command is needed");
      needs.addAll(labels.of(theirs, remarks));
    } else {
      spec = spec.withRun(new CommandSpec(List.of(), Collections.emptySortedMap(), null, command));
      needs.addAll(labels.of(written, remarks));
    }
    remarks.addAll(make.untold());
    return new Imported(
        new App(name, Collections.emptySortedMap(), spec.withGrants(List.copyOf(needs))), remarks);
  }

  private AppState state() {
    return switch (make.container().status()) {
      case RUNNING, RESTARTING -> AppState.RUNNING;
      case PAUSED -> {
        remarks.add("it is paused: the next run lets it go on");
        yield AppState.RUNNING;
      }
      case CREATED, EXITED, DEAD, REMOVING -> {
        remarks.add("it does not run, and stays like that until this says 'state: running'");
        yield AppState.STOPPED;
      }
    };
  }

  private List<String> command() {
    var words = new ArrayList<String>();
    words.add(kind.name().toLowerCase(Locale.ROOT));
    words.addAll(List.of("run", "-d", "--name=NAME"));
    for (var option : make.options()) {
      words.add(
          "--" + option.name() + (option.value() == null ? "" : literal("=" + option.value())));
    }
    make.env()
        .forEach((variable, value) -> {
          if (!isSecret(variable, value)) {
            words.add(literal("--env=" + variable + "=" + value));
          } else if (CommandVariables.mayBeSet(variable)) {
            var file = SECRETS + name + "-" + variable;
            secrets.put(variable, new EnvValue.FromFile(file));
            remarks.add(
                "put the value of %s into %s (owned by root, mode 0600): it looks like a secret and is not shown"
                    .formatted(variable, file));
          } else {
            remarks.add(
                "%s is left out: it looks like a secret, and no manifest may set a variable of that name"
                    .formatted(variable));
          }
        });
    make.labels()
        .forEach((key, value) -> {
          if (!ContainerLabels.isOurs(key)) {
            words.add(literal("--label=" + key + "=" + value));
          }
        });
    words.add("IMAGE");
    make.words().stream().map(ContainerImport::literal).forEach(words::add);
    return words;
  }

  private static boolean isSecret(String variable, String value) {
    return !value.isEmpty()
        && (SECRET_NAME.matcher(variable.toUpperCase(Locale.ROOT)).matches()
            || SECRET_VALUE.matcher(value).matches());
  }

  /** The word written so that expansion gives it back, whatever it looks like. */
  private static String literal(String word) {
    var escaped = word.replace("$", "\\$").replace("`", "\\`");
    for (var token : List.of("NAME", "IMAGE")) {
      if (escaped.equals(token) || escaped.endsWith("=" + token)) {
        // Only the default of a variable can end a word like that and not be replaced.
        return "%s%c${_-%s}"
            .formatted(
                escaped.substring(0, escaped.length() - token.length()),
                token.charAt(0),
                token.substring(1));
      }
    }
    return escaped;
  }
}
