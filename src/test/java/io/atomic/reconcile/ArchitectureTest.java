package io.atomic.reconcile;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between packages, and what each package may know of the world outside. */
class ArchitectureTest {
  private static final String ROOT = "io.atomic.reconcile";
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /** So many at least: a rule over classes that were not found would hold of course. */
  private static final int FLOOR = 150;

  private static final Set<String> CORE = Set.of("model", "label", "plan", "policy");

  /** What each package may use, besides itself; the table of the design. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("model", Set.of()),
          Map.entry("label", Set.of("model")),
          Map.entry("plan", Set.of("label", "model")),
          Map.entry("policy", Set.of("plan", "label", "model")),
          Map.entry("cycle", Set.of("policy", "plan", "label", "model")),
          Map.entry("manifest", Set.of("cycle", "model")),
          Map.entry("state", Set.of("cycle", "plan", "model")),
          Map.entry("process", Set.of("model")),
          Map.entry("engine", Set.of("process", "cycle", "plan", "label", "model")),
          Map.entry("host", Set.of("http", "process", "cycle", "plan", "model")),
          Map.entry("http", Set.of("model")),
          Map.entry("registry", Set.of("http", "process", "cycle", "model")),
          Map.entry("fleetlock", Set.of("http", "cycle", "model")),
          Map.entry("report", Set.of("cycle", "policy", "plan", "label", "model")),
          Map.entry("socket", Set.of("model")),
          Map.entry("monitor", Set.of("socket", "report", "cycle", "model")),
          Map.entry("notify", Set.of("http", "process", "cycle", "model")),
          Map.entry("daemon", Set.of("socket", "report", "cycle", "policy", "plan", "model")));

  /** Libraries, and the only packages that know them. */
  private static final Map<String, Set<String>> LIBRARIES =
      Map.of(
          "com.github.dockerjava..", Set.of("engine"),
          "picocli..", Set.of("cli"),
          "org.snakeyaml..", Set.of("manifest"),
          "tools.jackson..",
              Set.of(
                  "state",
                  "report",
                  "manifest",
                  "http",
                  "fleetlock",
                  "host",
                  "notify",
                  "daemon",
                  "cli"),
          "java.net.http..", Set.of("http", "registry", "fleetlock", "host", "notify"),
          "io.prometheus..", Set.of("report"),
          "org.quartz..", Set.of("daemon"),
          "java.util.logging..", Set.of("cli"));

  static Stream<String> arrows() {
    return ARROWS.keySet().stream().sorted();
  }

  static Stream<String> libraries() {
    return LIBRARIES.keySet().stream().sorted();
  }

  @Test
  void everythingIsLookedAt() {
    assertThat(ALL).hasSizeGreaterThan(FLOOR);
    assertThat(packages().stream().map(ArchitectureTest::layer).distinct())
        .allMatch(layer -> layer.isEmpty() || layer.equals("cli") || ARROWS.containsKey(layer));
  }

  @ParameterizedTest
  @MethodSource("arrows")
  void packagesUseOnlyWhatTheTableAllows(String layer) {
    arrow(layer, requireNonNull(ARROWS.get(layer))).check(ALL);
  }

  @Test
  void theTableBites() {
    assertThat(arrow("plan", Set.of("model")).evaluate(ALL).hasViolation()).isTrue();
    assertThat(arrow("cycle", Set.of("model")).evaluate(ALL).hasViolation()).isTrue();
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(ALL);
  }

  @Test
  void theCoreDoesNoInputOrOutput() {
    noInputOrOutput(CORE).check(ALL);
    assertThat(noInputOrOutput(Set.of("state")).evaluate(ALL).hasViolation()).isTrue();
  }

  @Test
  void theCoreKnowsNoClock() {
    noClock(CORE).check(ALL);
    assertThat(noClock(Set.of("cli")).evaluate(ALL).hasViolation()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void librariesLiveInOnePackage(String library) {
    var homes = requireNonNull(LIBRARIES.get(library));
    noClasses()
        .that(in("outside of " + homes, layer -> !homes.contains(layer)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .allowEmptyShould(true)
        .check(ALL);
  }

  @Test
  void librariesAreUsedWhereTheyLive() {
    for (var library : List.of("com.github.dockerjava..", "org.snakeyaml..", "tools.jackson..")) {
      assertThat(
              noClasses()
                  .should()
                  .dependOnClassesThat()
                  .resideInAPackage(library)
                  .evaluate(ALL)
                  .hasViolation())
          .describedAs(library)
          .isTrue();
    }
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(packages())
        .hasSizeGreaterThan(8)
        .allSatisfy(found ->
            assertThat(found.isAnnotatedWith(NullMarked.class))
                .describedAs(found.getName())
                .isTrue());
  }

  private static ArchRule arrow(String layer, Set<String> allowed) {
    return classes()
        .that(in("in " + layer, layer::equals))
        .should()
        .onlyDependOnClassesThat(
            describe(
                "are of " + allowed + " or no package of ours",
                used -> {
                  var other = layer(used.getBaseComponentType().getPackage());
                  return !isOurs(used) || other.equals(layer) || allowed.contains(other);
                }))
        .allowEmptyShould(true);
  }

  private static ArchRule noInputOrOutput(Set<String> layers) {
    return noClasses()
        .that(in("in " + layers, layers::contains))
        .should()
        .dependOnClassesThat(
            describe(
                "do input or output, start threads or log",
                used -> {
                  var name = used.getPackageName();
                  return (name.equals("java.io") && !used.getName().equals("java.io.Serializable"))
                      || (!name.equals("java.nio.charset")
                          && Stream.of("java.nio", "java.net", "java.util.concurrent", "org.slf4j")
                              .anyMatch(name::startsWith));
                }));
  }

  private static ArchRule noClock(Set<String> layers) {
    return noClasses()
        .that(in("in " + layers, layers::contains))
        .should()
        .callMethodWhere(
            describe(
                "it asks the clock or the system",
                call -> {
                  var owner = call.getTargetOwner();
                  return owner.isEquivalentTo(System.class)
                      || (owner.getPackageName().startsWith("java.time")
                          && call.getName().equals("now"));
                }));
  }

  private static DescribedPredicate<JavaClass> in(
      String description, java.util.function.Predicate<String> layers) {
    return describe(description, found -> layers.test(layer(found.getPackage())));
  }

  private static boolean isOurs(JavaClass found) {
    return found.getBaseComponentType().getPackageName().startsWith(ROOT);
  }

  /** The package below the root; empty for the root itself and everything elsewhere. */
  private static String layer(JavaPackage found) {
    var name = found.getName();
    if (!name.startsWith(ROOT + ".")) {
      return "";
    }
    var below = name.substring(ROOT.length() + 1);
    var dot = below.indexOf('.');
    return dot < 0 ? below : below.substring(0, dot);
  }

  private static List<JavaPackage> packages() {
    return ALL.stream().map(JavaClass::getPackage).distinct().toList();
  }
}
