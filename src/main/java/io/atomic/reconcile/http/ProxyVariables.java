package io.atomic.reconcile.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that {@code HTTPS_PROXY} and {@code HTTP_PROXY} name, but for whom {@code NO_PROXY}
 * names, as engines read them. What stays on this machine goes through none.
 */
public final class ProxyVariables extends ProxySelector {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private final @Nullable Proxy encrypted;
  private final @Nullable Proxy plain;
  private final List<String> without;

  public ProxyVariables(Map<String, String> environment) {
    this.encrypted = proxy(variable("https_proxy", environment));
    this.plain = proxy(variable("http_proxy", environment));
    this.without =
        Arrays.stream(variable("no_proxy", environment).split(","))
            .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
            .filter(entry -> !entry.isEmpty())
            .toList();
  }

  private static String variable(String name, Map<String, String> environment) {
    var upper = environment.getOrDefault(name.toUpperCase(Locale.ROOT), "");
    return upper.isBlank() ? environment.getOrDefault(name, "").strip() : upper.strip();
  }

  private static @Nullable Proxy proxy(String url) {
    if (url.isEmpty()) {
      return null;
    }
    try {
      var uri = new URI(url.contains("://") ? url : "http://" + url);
      if (uri.getHost() == null) {
        return null;
      }
      var port = uri.getPort() < 0 ? HTTP : uri.getPort();
      return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port));
    } catch (URISyntaxException _) {
      return null;
    }
  }

  @Override
  public List<Proxy> select(URI uri) {
    var proxy = isPlain(uri) ? plain : encrypted;
    return List.of(proxy == null || isDirect(uri) ? Proxy.NO_PROXY : proxy);
  }

  private static boolean isPlain(URI uri) {
    return uri.getScheme().equalsIgnoreCase("http");
  }

  private boolean isDirect(URI uri) {
    var host = uri.getHost().toLowerCase(Locale.ROOT);
    var port = uri.getPort() >= 0 ? uri.getPort() : isPlain(uri) ? HTTP : HTTPS;
    return Addresses.isLoopback(host)
        || without.stream().anyMatch(entry -> covers(entry, host, port));
  }

  private static boolean covers(String entry, String host, int port) {
    if (entry.equals("*")) {
      return true;
    }
    if (entry.indexOf('/') >= 0) {
      return coversAddress(entry, host);
    }
    var isWithPort = entry.endsWith(":" + port);
    var name = isWithPort ? entry.substring(0, entry.lastIndexOf(':')) : entry;
    var domain = name.startsWith("*.") ? name.substring(1) : name;
    return domain.startsWith(".")
        ? host.endsWith(domain)
        : host.equals(domain) || host.endsWith("." + domain);
  }

  /** Whether a host that is given as a number is in a network such as 10.0.0.0/8. */
  private static boolean coversAddress(String network, String host) {
    try {
      var slash = network.indexOf('/');
      var base = InetAddress.ofLiteral(network.substring(0, slash)).getAddress();
      var address = InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).getAddress();
      var bits = Integer.parseInt(network.substring(slash + 1));
      if (base.length != address.length || bits < 0 || bits > 8 * base.length) {
        return false;
      }
      for (var bit = 0; bit < bits; bit++) {
        var mask = 0x80 >> (bit % 8);
        if ((base[bit / 8] & mask) != (address[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    } catch (IllegalArgumentException _) {
      // A name, or no network.
      return false;
    }
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException e) {
    // There is only this one.
  }
}
