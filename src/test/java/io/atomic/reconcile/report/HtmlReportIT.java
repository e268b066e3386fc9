package io.atomic.reconcile.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomic.reconcile.cycle.Cycle.Proposal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The page as a browser shows it, and as it tells those who do not see it. */
class HtmlReportIT {
  /** Contrast of all texts with what is behind them, the least first: {@code RATIO TEXT}. */
  private static final String CONTRASTS =
      """
      const channel = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
      const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
      const read = text => text.match(/[0-9.]+/g).map(Number);
      const behind = at => {
        for (; at; at = at.parentElement) {
          const colour = read(getComputedStyle(at).backgroundColor);
          if (!(at instanceof SVGElement) && (colour.length < 4 || colour[3] === 1)) return colour;
        }
        throw new Error('nothing is opaque');
      };
      document.querySelectorAll('details').forEach(one => one.open = true);
      const all = [];
      for (const one of document.body.querySelectorAll('*')) {
        const text = [...one.childNodes].filter(n => n.nodeType === 3).map(n => n.data).join('').trim();
        if (!text || one.localName === 'title') continue;
        const style = getComputedStyle(one);
        const front = light(read(one instanceof SVGElement ? style.fill : style.color));
        const back = light(behind(one));
        const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
        all.push([ratio, text]);
      }
      return all.sort((a, b) => a[0] - b[0]).map(([ratio, text]) => ratio.toFixed(2) + ' ' + text);
      """;

  private static final double AA = 4.5;

  @TempDir static Path directory = Path.of("");

  @AutoClose private final Browser browser;

  HtmlReportIT() throws IOException {
    browser = new Browser(Files.createTempDirectory(directory, "chromium"));
  }

  @Test
  void ofAThousandAppsNoneIsLeftOutForWhoHearsThem() throws IOException {
    shows(Pages.thousand(apps("thousand")));
    assertThat(browser.heard())
        .filteredOn(one -> one.startsWith("rowheader "))
        .hasSize(1_000)
        .contains("rowheader app-99-9");
  }

  private void shows(Proposal proposal) throws IOException {
    var page = Files.createTempFile(directory, "page", ".html");
    Files.writeString(page, HtmlReport.of(proposal, Pages.runs(), List.of()));
    browser.opens(page);
  }

  private static Path apps(String name) throws IOException {
    return Files.createTempDirectory(directory, name);
  }

  @Test
  void itAsksForNothingAndComplainsOfNothing() throws IOException {
    shows(Pages.few(apps("few")));
    assertThat(browser.log("browser")).isEmpty();
    assertThat(browser.log("performance"))
        .filteredOn(message -> message.contains("\"Network.requestWillBeSent\""))
        // The empty tab that a browser begins with has pages of its own.
        .filteredOn(message -> !message.contains("\"documentURL\":\"chrome"))
        .filteredOn(message -> !message.contains("\"documentURL\":\"data:"))
        .hasSize(1)
        .allMatch(message -> message.contains("\"url\":\"file:///"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void everyTextCanBeReadByDayAndByNight(String scheme) throws IOException {
    browser.prefers(scheme);
    shows(Pages.few(apps("few")));
    var contrasts = browser.runs(CONTRASTS).valueStream().map(JsonNode::asString).toList();
    assertThat(contrasts).hasSizeGreaterThan(150);
    assertThat(contrasts)
        .filteredOn(one -> Double.parseDouble(one.substring(0, one.indexOf(' '))) < AA)
        .isEmpty();
    assertThat(browser.runs("return getComputedStyle(document.body).backgroundColor").asString())
        .isEqualTo(scheme.equals("dark") ? "rgb(17, 20, 26)" : "rgb(245, 246, 248)");
  }

  @ParameterizedTest
  @ValueSource(ints = {360, 1280})
  void whoDoesNotSeeItHearsTheSame(int width) throws IOException {
    browser.isWide(width);
    shows(Pages.few(apps("few")));
    var heard = browser.heard();
    assertThat(heard)
        .contains(
            "RootWebArea web-1 – atomic-reconcile",
            "banner ",
            "navigation Sections",
            "main ",
            "contentinfo ",
            "heading web-1",
            "region Host",
            "region Apps",
            "region Dependencies",
            "region Last runs",
            "table How each of the 9 apps stands",
            "columnheader Health",
            "rowheader worker",
            "cell Degraded",
            "link api: Synced, Healthy; needs cache, db",
            "checkbox Only what needs attention (5)");
    assertThat(heard).filteredOn(one -> one.startsWith("row ")).hasSize(1 + 2 * 9);
    assertThat(heard)
        .filteredOn(one -> one.matches("(image|img) .*"))
        .anyMatch(one -> one.contains("40 runs from "));
    assertThat(heard)
        .filteredOn(one -> one.matches("(link|checkbox|DisclosureTriangle|img|image|region) *"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {360, 800, 1280, 2560})
  void nothingSticksOutOfThePage(int width) throws IOException {
    browser.isWide(width);
    shows(Pages.few(apps("few")));
    assertThat(browser.runs("return document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(width);
    assertThat(
            browser
                .runs(
                    """
                    return [...document.querySelectorAll('.graph .node')].filter(node => {
                      const box = node.querySelector('.box').getBoundingClientRect();
                      return [...node.querySelectorAll('text')]
                          .some(text => text.getBoundingClientRect().right > box.right);
                    }).length
                    """)
                .asInt())
        .isZero();
  }

  /** Of a thousand apps only those are laid out that somebody sees, and all of them are there. */
  @Test
  void aThousandAppsAreLaidOutOnlyWhereSomebodyLooks() throws IOException {
    browser.isWide(1280);
    shows(Pages.thousand(apps("thousand")));
    var laidOut =
        "[...document.querySelectorAll('.app th')]"
            + ".filter(one => one.checkVisibility({contentVisibilityAuto: true})).length";
    assertThat(browser.runs("return document.querySelectorAll('.app').length").asInt())
        .isEqualTo(1_000);
    assertThat(browser.runs("return " + laidOut).asInt()).isBetween(5, 100);
    assertThat(browser.runs("return document.querySelectorAll('*').length").asInt())
        .isLessThan(60_000);
    assertThat(
            browser
                .runs(
                    """
                    location.hash = '#app-app-99-3';
                    const box = document.getElementById('app-app-99-3').getBoundingClientRect();
                    return box.top >= 0 && box.bottom <= innerHeight
                    """)
                .asBoolean())
        .isTrue();
    assertThat(browser.runs("return " + laidOut).asInt()).isBetween(5, 200);
  }

  @Test
  void whatNeedsAttentionCanBeSeenAlone() throws IOException {
    shows(Pages.thousand(apps("thousand")));
    browser.runs("document.getElementById('attention-only').click()");
    assertThat(
            browser
                .runs(
                    "return [...document.querySelectorAll('.app')]"
                        + ".filter(one => one.checkVisibility()).map(one => one.id)")
                .valueStream()
                .map(JsonNode::asString))
        .hasSize(12)
        .contains("app-app-00-3", "app-app-99-3");
  }
}
