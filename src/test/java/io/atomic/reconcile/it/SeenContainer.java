package io.atomic.reconcile.it;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A container as it was when it was looked at.
 *
 * @param status {@code absent} if it was not there
 */
record SeenContainer(String name, String id, String imageId, String status, String startedAt) {

  static SeenContainer parsed(String name, String inspected) {
    var words = inspected.split(" ", 4);
    var image = words[1].startsWith("sha256:") ? words[1] : "sha256:" + words[1];
    return new SeenContainer(name, words[0], image, words[2], words[3]);
  }

  static SeenContainer absent(String name) {
    return new SeenContainer(name, "", "", "absent", "");
  }

  SeenContainer isRunning() {
    return is("running");
  }

  SeenContainer isAbsent() {
    return is("absent");
  }

  SeenContainer isStopped() {
    return is("exited");
  }

  SeenContainer is(String expected) {
    assertThat(status).as("status of container '%s'", name).isEqualTo(expected);
    return this;
  }

  SeenContainer runsImage(String expectedId) {
    assertThat(imageId).as("image of container '%s'", name).isEqualTo(expectedId);
    return isRunning();
  }

  /** The same container, which has run without a break since it was looked at before. */
  SeenContainer isUntouchedSince(SeenContainer before) {
    assertThat(this).isEqualTo(before);
    return this;
  }

  SeenContainer isAnotherThan(SeenContainer before) {
    assertThat(id).as("container '%s'", name).isNotEqualTo(before.id);
    return this;
  }
}
