package io.atomic.reconcile.cycle;

import io.atomic.reconcile.model.Container;
import io.atomic.reconcile.model.EnvValue;
import io.atomic.reconcile.model.LiveFields;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Volume;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An engine that nobody should ask for anything; fakes say what it may be asked for. */
class UnaskedEngine implements Engine {
  private static AssertionError unasked() {
    return new AssertionError("nobody should ask the engine for this");
  }

  @Override
  public EngineView view() {
    throw unasked();
  }

  @Override
  public @Nullable String storage() {
    throw unasked();
  }

  @Override
  public List<Container> containersLabelled(Map<String, String> labels) {
    throw unasked();
  }

  @Override
  public @Nullable Container containerNamed(String name) {
    throw unasked();
  }

  @Override
  public @Nullable ContainerState state(String containerId) throws EffectException {
    throw unasked();
  }

  @Override
  public @Nullable LiveFields live(String containerId) {
    throw unasked();
  }

  @Override
  public ProbeAnswer runHealthcheck(String containerId) {
    throw unasked();
  }

  @Override
  public ProbeAnswer exec(String containerId, List<String> words, Duration timeout) {
    throw unasked();
  }

  @Override
  public List<String> lastLines(String containerId, int count, Collection<EnvValue> secrets)
      throws EffectException {
    throw unasked();
  }

  @Override
  public String pull(String reference, Consumer<String> progress) {
    throw unasked();
  }

  @Override
  public @Nullable String imageId(String reference) {
    throw unasked();
  }

  @Override
  public void start(String containerId) {
    throw unasked();
  }

  @Override
  public void unpause(String containerId) {
    throw unasked();
  }

  @Override
  public void stop(String containerId, Duration patience) {
    throw unasked();
  }

  @Override
  public boolean rename(String containerId, String newName) {
    throw unasked();
  }

  @Override
  public void update(String containerId, SortedMap<String, String> options) {
    throw unasked();
  }

  @Override
  public void remove(String containerId) {
    throw unasked();
  }

  @Override
  public boolean removeVolume(String name) {
    throw unasked();
  }

  @Override
  public @Nullable Volume volume(String name) {
    throw unasked();
  }

  @Override
  public void tag(String imageId, String repository, String tag) {
    throw unasked();
  }

  @Override
  public boolean untag(String reference) {
    throw unasked();
  }
}
