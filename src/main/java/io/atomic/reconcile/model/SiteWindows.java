package io.atomic.reconcile.model;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Outside of which windows this host is left alone, whatever manifests say: {@code policy.windows}
 * of the settings, each by its name; null = at any time.
 *
 * @param downloads in which images are fetched and deployments staged
 * @param disruptions in which what is up is stopped, replaced or removed
 * @param reboots in which the host boots
 */
public record SiteWindows(
    @Nullable String downloads, @Nullable String disruptions, @Nullable String reboots) {
  public static final SiteWindows NONE = new SiteWindows(null, null, null);

  /** Those that are named, by what they are for. */
  public SortedMap<String, String> byPurpose() {
    var named = new TreeMap<String, String>();
    if (downloads != null) {
      named.put("downloads", downloads);
    }
    if (disruptions != null) {
      named.put("disruptions", disruptions);
    }
    if (reboots != null) {
      named.put("reboots", reboots);
    }
    return named;
  }
}
