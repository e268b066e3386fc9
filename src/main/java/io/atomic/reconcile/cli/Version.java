package io.atomic.reconcile.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the build has written into the jar. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    var version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"atomic-reconcile " + (version == null ? "(not packaged)" : version)};
  }
}
