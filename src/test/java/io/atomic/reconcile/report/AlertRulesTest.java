package io.atomic.reconcile.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.RunReport.Verdict;
import io.atomic.reconcile.model.Tally;
import io.atomic.reconcile.model.Tally.AppChange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Rules and dashboard ask for metrics that there are, with labels and words that they bear. */
class AlertRulesTest {
  private static final Path RULES = Path.of("systemd/prometheus/alerts.yaml");
  private static final Path DASHBOARD = Path.of("systemd/grafana/atomic-reconcile.json");

  /** What promtool tries the rules with. */
  private static final List<Path> TRIALS =
      List.of(
          Path.of("src/test/resources/prometheus/alerts-test.yaml"),
          Path.of("src/test/resources/prometheus/slow-alerts-test.yaml"));

  /** A metric and what stands in braces behind it. */
  private static final Pattern METRIC =
      Pattern.compile("\\b(atomic_reconcile[a-z_]*)(?:\\{([^}]*)})?");

  private static final Pattern MATCHER =
      Pattern.compile("([a-z_]+)\\s*(?:=~|!=|!~|=)\\s*\"([^\"]*)\"");
  private static final Pattern GROUPING = Pattern.compile("\\bby \\(([a-z_, ]+)\\)");
  private static final Pattern TEMPLATE = Pattern.compile("\\$labels\\.([a-z_]+)|\\{\\{([a-z]+)}}");
  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^(atomic_reconcile[a-z_]*)(?:\\{(.*)})? \\S+$");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

  /** What Prometheus itself adds. */
  private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job");

  @TempDir Path directory;

  /** Every metric with its labels, and all the values that were seen of each. */
  private Map<String, Map<String, Set<String>>> exposed() {
    var metrics = new TreeMap<String, Map<String, Set<String>>>();
    for (var proposal : Situations.all(directory).values()) {
      var tally =
          Tally.NOTHING
              .withRun("refused", false, World.NOON, Duration.ZERO)
              .withRun("succeeded", true, World.NOON, Duration.ZERO)
              .withChange(new AppChange("web", "run", AppChange.Result.FAILED))
              .withRollback("web")
              .withNotifications("dropped", 1);
      tally = Tallying.counted(tally, Runs.report(proposal, Verdict.EXECUTED), null);
      var sight = Sight.of(proposal, "1").with(true, World.NOON, 3);
      var samples = SAMPLE.matcher(MetricsText.of(tally, sight).text());
      while (samples.find()) {
        var labels = metrics.computeIfAbsent(samples.group(1), _ -> new TreeMap<>());
        var each = LABEL.matcher(Objects.requireNonNullElse(samples.group(2), ""));
        while (each.find()) {
          labels.computeIfAbsent(each.group(1), _ -> new TreeSet<>()).add(each.group(2));
        }
      }
    }
    return metrics;
  }

  private static JsonNode yaml(Path file) throws Exception {
    return new YAMLMapper().readTree(Files.readString(file));
  }

  private static List<JsonNode> rules() throws Exception {
    var all = new ArrayList<JsonNode>();
    yaml(RULES).get("groups").forEach(group -> group.get("rules").forEach(all::add));
    return all;
  }

  /** All of that name, of all tests. */
  private static List<JsonNode> ofTrials(String list) throws Exception {
    var all = new ArrayList<JsonNode>();
    for (var file : TRIALS) {
      yaml(file).get("tests").forEach(test -> test.get(list).forEach(all::add));
    }
    return all;
  }

  private static List<String> questions(JsonNode node) {
    var all = new ArrayList<String>();
    for (var expression : node.findValues("expr")) {
      all.add(expression.stringValue());
    }
    return all;
  }

  private static JsonNode dashboard() throws Exception {
    return new JsonMapper().readTree(Files.readString(DASHBOARD));
  }

  private void fits(String question, Map<String, Map<String, Set<String>>> exposed) {
    var metrics = METRIC.matcher(question);
    var labels = new TreeSet<>(OF_PROMETHEUS);
    labels.add("le");
    while (metrics.find()) {
      var known = exposed.get(metrics.group(1));
      assertThat(known).as("%s in %s", metrics.group(1), question).isNotNull();
      labels.addAll(Objects.requireNonNull(known).keySet());
      var matchers = MATCHER.matcher(Objects.requireNonNullElse(metrics.group(2), ""));
      while (matchers.find()) {
        var label = matchers.group(1);
        if (!OF_PROMETHEUS.contains(label)) {
          assertThat(known).as(question).containsKey(label);
          assertThat(known.get(label))
              .as("%s in %s", matchers.group(2), question)
              .anyMatch(value -> value.matches(matchers.group(2)));
        }
      }
    }
    var groupings = GROUPING.matcher(question);
    while (groupings.find()) {
      assertThat(labels).as(question).contains(groupings.group(1).split(", ", -1));
    }
  }

  @Test
  void everyRuleAsksForWhatThereIs() throws Exception {
    var exposed = exposed();
    assertThat(rules())
        .hasSizeGreaterThan(15)
        .allSatisfy(rule -> {
          var question = rule.get("expr").stringValue();
          fits(question, exposed);
          assertThat(question).containsAnyOf("atomic_reconcile_", "up{");
        });
  }

  @Test
  void everyRuleSaysWhatItMeansAndWhatHelps() throws Exception {
    var exposed = exposed();
    assertThat(rules()).extracting(rule -> rule.get("alert").stringValue()).doesNotHaveDuplicates();
    for (var rule : rules()) {
      var name = rule.get("alert").stringValue();
      assertThat(name).startsWith("AtomicReconcile");
      assertThat(rule.at("/labels/severity").asString(""))
          .as(name)
          .isIn("info", "warning", "critical");
      var annotations = rule.get("annotations");
      assertThat(annotations.get("summary").asString(""))
          .as(name)
          .startsWith("{{ $labels.instance }}: ");
      assertThat(annotations.get("description").asString("")).as(name).isNotBlank();
      var labels = new TreeSet<>(OF_PROMETHEUS);
      var metrics = METRIC.matcher(rule.get("expr").stringValue());
      while (metrics.find()) {
        labels.addAll(Objects.requireNonNull(exposed.get(metrics.group(1))).keySet());
      }
      var used = TEMPLATE.matcher(annotations.toString());
      while (used.find()) {
        assertThat(labels).as(name).contains(Objects.requireNonNull(used.group(1)));
      }
    }
  }

  @Test
  void everyRuleIsTriedWhereItIsSilentAndWhereItIsNot() throws Exception {
    var silent = new TreeSet<String>();
    var firing = new TreeSet<String>();
    for (var look : ofTrials("alert_rule_test")) {
      (look.has("exp_alerts") ? firing : silent).add(look.get("alertname").stringValue());
    }
    assertThat(rules())
        .extracting(rule -> rule.get("alert").stringValue())
        .containsExactlyInAnyOrderElementsOf(silent)
        .containsExactlyInAnyOrderElementsOf(firing);
  }

  @Test
  void rulesAreTriedWithWhatThereIs() throws Exception {
    var exposed = exposed();
    for (var one : ofTrials("input_series")) {
      var series = one.get("series").stringValue();
      var metric = METRIC.matcher(series);
      if (metric.find()) {
        var labels = new TreeSet<>(OF_PROMETHEUS);
        MATCHER.matcher(metric.group(2)).results().forEach(label -> labels.add(label.group(1)));
        var known = new TreeSet<>(OF_PROMETHEUS);
        assertThat(exposed).as(series).containsKey(metric.group(1));
        known.addAll(Objects.requireNonNull(exposed.get(metric.group(1))).keySet());
        assertThat(labels).as(series).isEqualTo(known);
      } else {
        assertThat(series).startsWith("up{");
      }
    }
  }

  @Test
  void everyPanelAsksForWhatThereIs() throws Exception {
    var exposed = exposed();
    var questions = questions(dashboard());
    assertThat(questions).hasSizeGreaterThan(15).allSatisfy(question -> fits(question, exposed));
  }

  @Test
  void everyMetricIsToBeSeenOnTheDashboard() throws Exception {
    var shown = new TreeSet<String>();
    for (var question : questions(dashboard())) {
      var metrics = METRIC.matcher(question);
      while (metrics.find()) {
        shown.add(metrics.group(1));
      }
    }
    assertThat(shown).containsExactlyElementsOf(new TreeSet<>(exposed().keySet()));
  }

  @Test
  void panelsLieSideBySide() throws Exception {
    var taken = new TreeSet<String>();
    for (var panel : dashboard().get("panels")) {
      var at = panel.get("gridPos");
      assertThat(panel.get("title").asString("")).isNotBlank();
      for (var x = 0; x < at.get("w").asInt(); x++) {
        for (var y = 0; y < at.get("h").asInt(); y++) {
          var column = at.get("x").asInt() + x;
          assertThat(column).isLessThan(24);
          assertThat(taken.add("%d/%d".formatted(column, at.get("y").asInt() + y))).isTrue();
        }
      }
    }
  }
}
