package io.atomic.reconcile.model;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is installed: the image as it was, and its label commands, since STOP and UNINSTALL are
 * always those of the image that was installed.
 *
 * @param reference as written in the manifest then
 * @param imageId {@code sha256:…}
 * @param labels the four label commands of that image
 * @param stop what the manifest said of STOP then
 * @param uninstall what the manifest said of UNINSTALL then
 * @param env that the label commands could use then
 * @param grants in force then
 * @param inputs what INSTALL depended on
 * @param contents hash of each input whose value is not recorded (secrets), by field
 * @param at when the phase was reached
 * @param resolution of the reference; null = recorded by a release that did not note it
 */
public record Installation(
    Phase phase,
    String reference,
    String imageId,
    LabelTexts labels,
    CommandSpec stop,
    CommandSpec uninstall,
    SortedMap<String, EnvValue> env,
    List<String> grants,
    Fingerprint inputs,
    SortedMap<String, String> contents,
    Instant at,
    @Nullable Resolution resolution) {
  public Installation {
    env = Collections.unmodifiableSortedMap(new TreeMap<>(env));
    grants = List.copyOf(grants);
    contents = Collections.unmodifiableSortedMap(new TreeMap<>(contents));
  }

  /** How far INSTALL and UNINSTALL, which cannot be observed, have come. */
  public enum Phase {
    /** INSTALL was begun; until it has ended it is repeated. */
    INSTALLING,
    INSTALLED,
    /** UNINSTALL was begun; until it has ended it is repeated. */
    TERMINATING
  }

  /**
   * What a reference was found to mean.
   *
   * @param digest {@code sha256:…} by which the registry knows the image; null = it came from none
   * @param at when that was
   */
  public record Resolution(@Nullable String digest, Instant at) {}

  public Installation in(Phase other, Instant now) {
    return with(other, stop, uninstall, grants, now);
  }

  public Installation withStop(CommandSpec other) {
    return with(phase, other, uninstall, grants, at);
  }

  public Installation withUninstall(CommandSpec other) {
    return with(phase, stop, other, grants, at);
  }

  public Installation withGrants(List<String> other) {
    return with(phase, stop, uninstall, other, at);
  }

  private Installation with(
      Phase otherPhase,
      CommandSpec otherStop,
      CommandSpec otherUninstall,
      List<String> otherGrants,
      Instant now) {
    return new Installation(
        otherPhase,
        reference,
        imageId,
        labels,
        otherStop,
        otherUninstall,
        env,
        otherGrants,
        inputs,
        contents,
        now,
        resolution);
  }

  /** Whether there is anything that INSTALL did or UNINSTALL would undo. */
  public boolean hasInstaller() {
    return labels.install() != null
        || labels.uninstall() != null
        || uninstall.command() != null
        || inputs.fields().containsKey("install.command");
  }

  /** The four label commands as the image carried them; null = the image has none. */
  public record LabelTexts(
      @Nullable String install,
      @Nullable String run,
      @Nullable String stop,
      @Nullable String uninstall) {
    public static final LabelTexts NONE = new LabelTexts(null, null, null, null);
  }
}
