package io.atomic.reconcile.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes docker-java clients for a socket. */
final class DockerClients {
  /** The newest version of Docker's API that this program was written against. */
  private static final RemoteApiVersion NEWEST_KNOWN = RemoteApiVersion.create(1, 44);

  /** A Unix socket has no TLS. Without this the client would read all authorities of the world. */
  private static final SSLContext TRUSTING_NOBODY = trustingNobody();

  private DockerClients() {}

  /** A client whose requests name no version, to ask the engine which ones it has. */
  static DockerClient unversioned(EngineSocket socket) {
    return client(socket, null);
  }

  /** A client of the engine's newest version that we know as well. */
  static DockerClient negotiated(EngineSocket socket, @Nullable String offered) {
    var theirs = offered == null ? NEWEST_KNOWN : RemoteApiVersion.parseConfig(offered);
    return client(socket, theirs.isGreaterOrEqual(NEWEST_KNOWN) ? NEWEST_KNOWN : theirs);
  }

  private static DockerClient client(EngineSocket socket, @Nullable RemoteApiVersion version) {
    // Neither logins, contexts nor TLS are docker-java's business: it would look at them once, at
    // Docker's only, and give up where one is broken.
    var builder =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(socket.url())
            .withDockerConfig(null)
            .withDockerContext(null)
            .withDockerTlsVerify(false);
    if (version != null) {
      builder.withApiVersion(version);
    }
    var config = builder.build();
    var http =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .sslConfig(() -> TRUSTING_NOBODY)
            .build();
    return DockerClientImpl.getInstance(config, http);
  }

  private static SSLContext trustingNobody() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
