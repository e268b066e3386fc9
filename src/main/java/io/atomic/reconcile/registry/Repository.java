package io.atomic.reconcile.registry;

import io.atomic.reconcile.http.Addresses;
import io.atomic.reconcile.model.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where the versions of an image are.
 *
 * @param registry as logins and certificates are filed under it: host, and port if one was given
 * @param name below it
 */
record Repository(String registry, String name) {
  private static final String HUB = "docker.io";
  private static final String HUB_HOST = "registry-1.docker.io";

  /** What Docker files logins to its hub under. */
  private static final String HUB_ADDRESS = "https://index.docker.io/v1/";

  private static final Set<String> HUB_NAMES = Set.of(HUB, "index.docker.io", HUB_HOST);
  private static final Pattern PORT = Pattern.compile(":[0-9]+$");

  static Repository of(ImageReference reference) {
    var registry = canonical(reference.registry() == null ? HUB : reference.registry());
    var repository = reference.repository();
    var isOfficial = registry.equals(HUB) && repository.indexOf('/') < 0;
    return new Repository(registry, isOfficial ? "library/" + repository : repository);
  }

  /** The one name of a registry that has several. */
  static String canonical(String registry) {
    return HUB_NAMES.contains(registry) ? HUB : registry;
  }

  /** Host, and port if it is not the usual one, that answers for the registry. */
  String host() {
    return registry.equals(HUB) ? HUB_HOST : registry;
  }

  /** What credential helpers call the registry. */
  String address() {
    return registry.equals(HUB) ? HUB_ADDRESS : registry;
  }

  /** Whether questions to the registry stay on this machine. */
  boolean isOnLoopback() {
    return Addresses.isLoopback(PORT.matcher(registry).replaceFirst(""));
  }

  /** Under what a login can be filed, the most specific first. */
  List<String> keys() {
    var keys = new ArrayList<String>();
    for (var key = registry + "/" + name; ; key = key.substring(0, key.lastIndexOf('/'))) {
      keys.add(key);
      if (key.indexOf('/') < 0) {
        return keys;
      }
    }
  }
}
