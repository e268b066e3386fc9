package io.atomic.reconcile.cli;

import io.atomic.reconcile.cycle.Cycle;
import io.atomic.reconcile.cycle.Cycle.Look;
import io.atomic.reconcile.cycle.Cycle.Ports;
import io.atomic.reconcile.cycle.Cycle.Proposal;
import io.atomic.reconcile.cycle.EffectException;
import io.atomic.reconcile.cycle.EngineEvents;
import io.atomic.reconcile.cycle.Inspections;
import io.atomic.reconcile.cycle.Interruptions;
import io.atomic.reconcile.cycle.ManifestChanges;
import io.atomic.reconcile.cycle.Progress;
import io.atomic.reconcile.cycle.RebootWatch;
import io.atomic.reconcile.cycle.Registries;
import io.atomic.reconcile.cycle.RegistryLogins;
import io.atomic.reconcile.cycle.Reports;
import io.atomic.reconcile.cycle.Request;
import io.atomic.reconcile.cycle.RequestedState;
import io.atomic.reconcile.cycle.Symptoms;
import io.atomic.reconcile.cycle.Targets;
import io.atomic.reconcile.cycle.Updates;
import io.atomic.reconcile.daemon.QuartzCalendar;
import io.atomic.reconcile.engine.DockerEngine;
import io.atomic.reconcile.engine.DockerEngineEvents;
import io.atomic.reconcile.engine.DockerEngineVitals;
import io.atomic.reconcile.engine.DockerInspections;
import io.atomic.reconcile.engine.EngineCommandLine;
import io.atomic.reconcile.engine.EngineCommandRunner;
import io.atomic.reconcile.engine.EngineProgram;
import io.atomic.reconcile.engine.EngineSocket;
import io.atomic.reconcile.fleetlock.HttpRebootLocks;
import io.atomic.reconcile.host.FileSystems;
import io.atomic.reconcile.host.HostProbes;
import io.atomic.reconcile.host.LocalHostFiles;
import io.atomic.reconcile.host.LocalHostVitals;
import io.atomic.reconcile.host.LocalOperatingSystem;
import io.atomic.reconcile.host.LocalRebootWatch;
import io.atomic.reconcile.host.MountSources;
import io.atomic.reconcile.host.OstreeRemotes;
import io.atomic.reconcile.host.SecretFiles;
import io.atomic.reconcile.manifest.DirectoryChanges;
import io.atomic.reconcile.manifest.HostChecks;
import io.atomic.reconcile.manifest.ManifestDirectories;
import io.atomic.reconcile.manifest.Settings;
import io.atomic.reconcile.manifest.SettingsFiles;
import io.atomic.reconcile.manifest.Trust;
import io.atomic.reconcile.model.CronCalendar;
import io.atomic.reconcile.model.Desired;
import io.atomic.reconcile.model.Grant;
import io.atomic.reconcile.model.Observed.EngineView;
import io.atomic.reconcile.model.Recorded;
import io.atomic.reconcile.plan.Situation.Attachment;
import io.atomic.reconcile.plan.Situation.Caller;
import io.atomic.reconcile.plan.Situation.Surroundings;
import io.atomic.reconcile.policy.DiskPreflight;
import io.atomic.reconcile.policy.MassDeletion;
import io.atomic.reconcile.policy.SitePolicy;
import io.atomic.reconcile.policy.Timetable;
import io.atomic.reconcile.policy.Windows;
import io.atomic.reconcile.registry.HttpRegistries;
import io.atomic.reconcile.registry.LoginFiles;
import io.atomic.reconcile.report.ExitStatus;
import io.atomic.reconcile.report.Format;
import io.atomic.reconcile.report.RunJson;
import io.atomic.reconcile.state.FileJournal;
import io.atomic.reconcile.state.FileRunLock;
import io.atomic.reconcile.state.FileStateStore;
import io.atomic.reconcile.state.FileStateVitals;
import io.atomic.reconcile.state.RunHistory;
import io.atomic.reconcile.state.Salt;
import io.atomic.reconcile.state.StateDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Puts the parts together; nobody else makes adapters. */
final class Wiring implements AutoCloseable {
  /** For children, where our own environment has none. */
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final Path ROOT = Path.of("/");

  /** There is one dialect of cron. */
  private static final CronCalendar CALENDAR = new QuartzCalendar(Clock.systemUTC());

  private final CommonOptions options;
  private final Settings settings;
  private final boolean purgesData;
  private final boolean ignoresWindows;
  private final Path root;
  private final StateDirectory state;
  private final EngineSocket.Search search;
  private final List<Runnable> connected = new ArrayList<>();

  Wiring(CommonOptions options, Settings settings) {
    this(options, settings, false, false);
  }

  /**
   * The same.
   *
   * @param purgesData whether data may go with apps whose manifests want that
   * @param ignoresWindows whether windows that are closed count as open
   */
  Wiring(CommonOptions options, Settings settings, boolean purgesData, boolean ignoresWindows) {
    this.purgesData = purgesData;
    this.ignoresWindows = ignoresWindows;
    this.options = options;
    this.settings = settings;
    this.root = options.rootOrDefault();
    this.state = new StateDirectory(options.stateOrDefault());
    this.search = search(options, settings);
  }

  private static EngineSocket.Search search(CommonOptions options, Settings settings) {
    return EngineSocket.find(
        options.engine == null ? settings.engine().socket() : options.engine,
        settings.engine().kind().wanted(),
        System.getenv());
  }

  /** What happens in the engine, wherever the settings say by then that it is. */
  static EngineEvents engineEvents(CommonOptions options, Supplier<Settings> settings) {
    return new DockerEngineEvents(
        () -> search(options, settings.get()), settings.get().engine().timeout());
  }

  /** Changes of the manifests. */
  static ManifestChanges manifestChanges(CommonOptions options) {
    return new DirectoryChanges(manifests(options).directories());
  }

  /** Where the daemon is asked for something. */
  Path controlSocket() {
    return root.resolve(settings.control().socket().substring(1));
  }

  static SettingsFiles.Loaded settings(CommonOptions options) {
    var trust = Trust.ofThisProcess();
    return (options.settings == null
            ? SettingsFiles.below(options.rootOrDefault(), trust, CALENDAR)
            : SettingsFiles.named(options.settings, trust, CALENDAR))
        .read();
  }

  static ManifestDirectories manifests(CommonOptions options) {
    var trust = Trust.ofThisProcess();
    var named = options.manifestDirectories();
    return named.isEmpty()
        ? ManifestDirectories.below(options.rootOrDefault(), trust)
        : ManifestDirectories.named(named, trust);
  }

  /** The settings' windows, by the clock of this machine. */
  static Windows windows(Settings settings) {
    return new Windows(settings.windows(), ZoneId.systemDefault(), CALENDAR);
  }

  private Timetable timetable() {
    return new Timetable(windows(settings), settings.policy().windows(), ignoresWindows);
  }

  /** A cycle that looks at this host, and asks nobody else. */
  Cycle looking(MassDeletion massDeletion, Progress progress) throws EffectException {
    return cycle(
        lookingPorts(progress).withUpdates(Updates.RECORDED),
        massDeletion,
        timetable(),
        Caller.nobody(home()));
  }

  /** A cycle that looks at everything that a run would look at. */
  Cycle planning(MassDeletion massDeletion, Progress progress) throws EffectException {
    return cycle(lookingPorts(progress), massDeletion, timetable(), Caller.nobody(home()));
  }

  /** A cycle that looks at what somebody asks for. */
  Cycle looking(Request request, Progress progress, Caller caller) throws EffectException {
    var ports = requesting(request, lookingPorts(progress));
    return cycle(ports, MassDeletion.NONE, timetable().byHand(), caller);
  }

  /**
   * A cycle that changes the host.
   *
   * @param detailedExitCode which exit status its reports tell
   */
  Cycle applying(
      MassDeletion massDeletion,
      Progress progress,
      boolean detailedExitCode,
      Interruptions interruptions,
      Updates updates)
      throws EffectException {
    return cycle(
        applyingPorts(progress, detailedExitCode, interruptions, ROOT).withUpdates(updates),
        massDeletion,
        timetable(),
        Caller.nobody(home()));
  }

  /** A cycle that does what somebody asks for. */
  Cycle requested(Request request, Progress progress, Interruptions interruptions, Caller caller)
      throws EffectException {
    var ports =
        requesting(request, applyingPorts(progress, false, interruptions, Path.of(caller.pwd())));
    return cycle(ports, MassDeletion.NONE, timetable().byHand(), caller);
  }

  /** What is seen from outside, as the settings want it. */
  Outlets outlets() {
    return new Outlets(root, state, settings, childEnvironment(), secrets(), this::lookAtAll);
  }

  private @Nullable Proposal lookAtAll() throws EffectException, InterruptedException {
    return looking(new MassDeletion(false, null), Console.SILENCE).look(Targets.ALL)
            instanceof Look.Seen(var proposal)
        ? proposal
        : null;
  }

  RunHistory history() {
    return new RunHistory(state, settings.retention().history());
  }

  /** What the manifests say. */
  Desired desired() {
    return NamedWindows.in(
        HostChecks.in(CommandOverrides.in(manifests(options).read()).desired()), windows(settings));
  }

  /** What earlier runs recorded, for verbs that look at nothing else. */
  Recorded recorded() throws EffectException {
    return new FileStateStore(state).load();
  }

  /** Where there is no salt yet, no secret was recorded either. */
  private Ports lookingPorts(Progress progress) throws EffectException {
    var salt = Salt.find(state);
    return ports(progress, salt == null ? _ -> "" : salt::hash, _ -> {}, () -> "not a run", ROOT);
  }

  private Ports applyingPorts(
      Progress progress, boolean detailedExitCode, Interruptions interruptions, Path directory)
      throws EffectException {
    state.create();
    Reports reports =
        report ->
            history()
                .add(
                    report.runId(),
                    report.startedAt(),
                    Format.json(RunJson.of(report, ExitStatus.of(report, detailedExitCode)))
                        .getBytes(StandardCharsets.UTF_8));
    return ports(progress, Salt.obtain(state)::hash, reports, interruptions, directory);
  }

  private static Ports requesting(Request request, Ports ports) {
    return ports
        .withManifests(new RequestedState(ports.manifests(), request))
        .withUpdates(Updates.IGNORED);
  }

  /**
   * The ports.
   *
   * @param directory in which label commands run
   */
  private Ports ports(
      Progress progress,
      UnaryOperator<String> hash,
      Reports reports,
      Interruptions interruptions,
      Path directory) {
    var secrets = secrets();
    var watch = rebootWatch();
    return new Ports(
        _ -> desired(),
        new FileStateStore(state),
        new FileJournal(state),
        new FileRunLock(state, "atomic-reconcile", options.lockTimeout),
        engine(hash),
        registries(),
        Updates.ASKED,
        new FileSystems(state.path()),
        new EngineCommandRunner(childEnvironment(), secrets, directory),
        new HostProbes(childEnvironment()),
        new LocalHostFiles(root, secrets, hash, mountSources()),
        operatingSystem(watch),
        osRegistries(),
        watch,
        new HttpRebootLocks(root, System.getenv(), HttpRebootLocks.TIMEOUT),
        progress,
        reports,
        interruptions);
  }

  private MountSources mountSources() {
    return new MountSources(
        search instanceof EngineSocket.Search.Found(var socket) ? socket.path() : null);
  }

  private SecretFiles secrets() {
    var credentials = System.getenv("CREDENTIALS_DIRECTORY");
    return new SecretFiles(
        root, settings.policy().secretPaths(), credentials == null ? null : Path.of(credentials));
  }

  private DockerEngine engine(UnaryOperator<String> hash) {
    var engine =
        new DockerEngine(
            search,
            settings.engine().timeout(),
            settings.engine().pullTimeout(),
            new EngineProgram(
                EngineCommandLine.podman(search, settings.engine().command()), childEnvironment()),
            secrets(),
            logins(),
            hash);
    connected.add(engine::close);
    return engine;
  }

  /** Hangs up where this process goes on. */
  @Override
  public void close() {
    connected.forEach(Runnable::run);
    connected.clear();
  }

  /** The registries, to be asked what tags mean. */
  private Registries registries() {
    return registries(logins());
  }

  /** The same for images of the host, with the logins of the tools that deploy them. */
  private Registries osRegistries() {
    return registries(
        LoginFiles.ofOstree(
            root, System.getenv(), Path.of(home()), settings.engine().registryTimeout()));
  }

  private Registries registries(RegistryLogins logins) {
    var registries =
        new HttpRegistries(root, System.getenv(), logins, settings.engine().registryTimeout());
    connected.add(registries::close);
    return registries;
  }

  private RegistryLogins logins() {
    return new LoginFiles(
        root, System.getenv(), Path.of(home()), settings.engine().registryTimeout());
  }

  /** What the engine has, for verbs that look at nothing else. */
  EngineView engineView() throws InterruptedException {
    return engine(_ -> "").view();
  }

  /** What looks at all that runs depend on. */
  Symptoms.Ports vitals() {
    return new Symptoms.Ports(
        new FileStateVitals(state),
        new DockerEngineVitals(
            engine(_ -> ""),
            search,
            settings.engine().timeout(),
            EngineCommandLine.words(search, settings.engine().command()),
            childEnvironment()),
        new LocalHostVitals(root, childEnvironment()),
        operatingSystem(rebootWatch()),
        rebootWatch());
  }

  private LocalOperatingSystem operatingSystem(RebootWatch watch) {
    return new LocalOperatingSystem(
        root, childEnvironment(), watch, new OstreeRemotes(root, System.getenv()));
  }

  private RebootWatch rebootWatch() {
    return new LocalRebootWatch(root, childEnvironment());
  }

  /** What looks at single containers. */
  Inspections inspections() {
    return new DockerInspections(search, settings.engine().timeout());
  }

  /** Put before host paths; empty on a real host. */
  String hostRoot() {
    return root.equals(Path.of("/")) ? "" : root.toString();
  }

  private Cycle cycle(Ports ports, MassDeletion massDeletion, Timetable timetable, Caller caller) {
    return new Cycle(
        ports,
        new Surroundings(
            EngineCommandLine.words(search, settings.engine().command()),
            hostRoot(),
            caller,
            settings.engine().commandTimeout(),
            settings.retention().images(),
            settings.health(),
            settings.flapping(),
            purgesData),
        massDeletion,
        site(),
        new DiskPreflight(settings.disk().reserve()),
        timetable,
        options.parallelism == null ? settings.parallelism() : options.parallelism,
        Clock.systemUTC());
  }

  private SitePolicy site() {
    var policy = settings.policy();
    return new SitePolicy(
        policy.grants() == null ? null : Grant.findAll(policy.grants()), policy.registries());
  }

  /** Whoever sits there, for what is done by hand. */
  static Caller caller(Attachment attachment) {
    var environment = System.getenv();
    return new Caller(
        System.getProperty("user.dir", "/"),
        home(),
        environment.getOrDefault("SUDO_UID", "0"),
        environment.getOrDefault("SUDO_GID", "0"),
        attachment);
  }

  private SortedMap<String, String> childEnvironment() {
    Map<String, String> ours = System.getenv();
    var environment = new TreeMap<String, String>();
    environment.put("PATH", Objects.requireNonNullElse(ours.get("PATH"), DEFAULT_PATH));
    environment.put("HOME", home());
    environment.putAll(EngineCommandLine.environment(search));
    return environment;
  }

  /** From the user database, as the JVM reads it: under systemd there is no HOME. */
  private static String home() {
    return System.getProperty("user.home", "/root");
  }
}
