package io.atomic.reconcile.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The second name, {@code atomic}: what is done by hand, as Project Atomic spelled it. */
@Command(
    name = Atomic.NAME,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Installs, runs, stops and uninstalls container images by their own labels.",
    subcommands = {
      InstallCommand.class,
      RunCommand.class,
      StopCommand.class,
      UninstallCommand.class,
      UpdateCommand.class,
      InfoCommand.class,
      ImageVersionCommand.class,
      HostCommand.class
    },
    exitCodeListHeading = ExitMeaning.HEADING,
    exitCodeList = {" 0:it was done", " 1:it failed, or was refused", ExitMeaning.USAGE},
    footerHeading = "%nExamples:%n",
    footer = {
      "  atomic install quay.io/me/httpd:2.4",
      "  atomic run httpd",
      "  atomic run --help",
      "",
      "What manifests declare is the business of atomic-reconcile."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class Atomic implements Callable<Integer> {
  static final String NAME = "atomic";

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "say what to do, such as run IMAGE");
  }
}
