package io.atomic.reconcile.daemon;

import static org.quartz.CronScheduleBuilder.cronSchedule;
import static org.quartz.SimpleScheduleBuilder.simpleSchedule;

import io.atomic.reconcile.model.Schedule;
import io.atomic.reconcile.model.Schedule.Rhythm;
import io.atomic.reconcile.model.Schedule.Schedules;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobKey;
import org.quartz.ScheduleBuilder;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.matchers.GroupMatcher;
import org.quartz.spi.OperableTrigger;

/**
 * When it is time, by Quartz. Jobs only write into the agenda, so that runs never overlap; a time
 * that was missed is made up once.
 */
final class QuartzTimer implements AutoCloseable {
  private static final String SCHEDULE = "schedule";
  private static final String ONCE = "once";
  private static final String PULSE = "pulse";
  private static final String GENERAL = "general";

  private final Scheduler scheduler;
  private final Agenda agenda;
  private final Chronicle chronicle;
  private final RandomGenerator random;
  private final Map<JobKey, Runnable> tasks = new HashMap<>();

  QuartzTimer(Agenda agenda, RandomGenerator random, Chronicle chronicle) {
    this.agenda = agenda;
    this.chronicle = chronicle;
    this.random = random;
    try {
      this.scheduler = new StdSchedulerFactory(properties()).getScheduler();
      scheduler.setJobFactory((bundle, _) -> {
        var key = bundle.getJobDetail().getKey();
        return _ -> task(key).run();
      });
    } catch (SchedulerException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Properties properties() {
    var properties = new Properties();
    properties.putAll(
        Map.of(
            StdSchedulerFactory.PROP_SCHED_INSTANCE_NAME,
            "atomic-reconcile",
            StdSchedulerFactory.PROP_SCHED_MAKE_SCHEDULER_THREAD_DAEMON,
            "true",
            StdSchedulerFactory.PROP_THREAD_POOL_CLASS,
            "org.quartz.simpl.SimpleThreadPool",
            StdSchedulerFactory.PROP_THREAD_POOL_PREFIX + ".threadCount",
            "2",
            StdSchedulerFactory.PROP_THREAD_POOL_PREFIX + ".makeThreadsDaemons",
            "true"));
    return properties;
  }

  void start() {
    on(Scheduler::start);
  }

  /**
   * Something that goes on for as long as Quartz makes progress.
   *
   * @param interval counted from now
   */
  void pulse(Duration interval, Runnable task) {
    put(new JobKey(PULSE), task, Date.from(Instant.now().plus(interval)), every(interval));
  }

  /** These schedules and no others, counted anew. */
  synchronized void schedule(Schedules schedules) {
    forget(SCHEDULE);
    schedule(GENERAL, "schedule", Scope.GENERAL, schedules.general());
    schedules
        .apps()
        .forEach((app, schedule) ->
            schedule("app-" + app, "schedule of " + app, Scope.of(Set.of(app)), schedule));
  }

  private void schedule(String name, String detail, Scope scope, Schedule schedule) {
    var cause = Cause.of(Cause.Kind.SCHEDULE, detail);
    var key = new JobKey(name, SCHEDULE);
    Runnable task = () -> agenda.addUnlessWaiting(name, scope, cause, upTo(schedule.jitter()));
    switch (schedule.rhythm()) {
      case Rhythm.Every(var interval) ->
          put(key, task, Date.from(Instant.now().plus(interval)), every(interval));
      case Rhythm.Cron(var expression) -> {
        var zone = schedule.zone();
        put(
            key,
            task,
            null,
            cronSchedule(expression)
                .inTimeZone(zone == null ? TimeZone.getDefault() : TimeZone.getTimeZone(zone))
                .withMisfireHandlingInstructionFireAndProceed());
      }
    }
  }

  /** What was missed is made up at once, and once. */
  private static ScheduleBuilder<?> every(Duration interval) {
    return simpleSchedule()
        .withIntervalInMilliseconds(interval.toMillis())
        .repeatForever()
        .withMisfireHandlingInstructionNowWithExistingCount();
  }

  private Duration upTo(Duration jitter) {
    return jitter.isZero() ? jitter : Duration.ofMillis(random.nextLong(jitter.toMillis() + 1));
  }

  /** Looks at everything at that time too, and not at another one that was set like this before. */
  synchronized void alsoAt(@Nullable Instant time, Cause cause) {
    forget(ONCE);
    if (time != null) {
      put(
          new JobKey(GENERAL, ONCE),
          () -> agenda.add(Scope.EVERYTHING, cause),
          Date.from(time),
          simpleSchedule().withMisfireHandlingInstructionFireNow());
    }
  }

  /** The next time; null = there is none. */
  @Nullable Instant next() {
    try {
      Instant next = null;
      for (var group : Set.of(SCHEDULE, ONCE)) {
        for (var key : scheduler.getTriggerKeys(GroupMatcher.groupEquals(group))) {
          var trigger = scheduler.getTrigger(key);
          var time = trigger == null ? null : trigger.getNextFireTime();
          if (time != null && (next == null || time.toInstant().isBefore(next))) {
            next = time.toInstant();
          }
        }
      }
      return next;
    } catch (SchedulerException e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized void put(
      JobKey key, Runnable task, @Nullable Date first, ScheduleBuilder<?> schedule) {
    tasks.put(key, task);
    var job = JobBuilder.newJob(Job.class).withIdentity(key).build();
    TriggerBuilder<?> trigger =
        TriggerBuilder.newTrigger()
            .withIdentity(key.getName(), key.getGroup())
            .withSchedule((ScheduleBuilder<? extends Trigger>) schedule);
    var built = first == null ? trigger.build() : trigger.startAt(first).build();
    // Quartz refuses what will never be; a year that was left when it was read may be over by now.
    if (((OperableTrigger) built).computeFirstFireTime(null) == null) {
      chronicle.warns("'%s' never comes again".formatted(key.getName()), "give it another time");
      return;
    }
    on(quartz -> quartz.scheduleJob(job, Set.of(built), true));
  }

  private synchronized Runnable task(JobKey key) {
    return Objects.requireNonNullElse(tasks.get(key), () -> {});
  }

  private void forget(String group) {
    on(quartz -> {
      for (var key : quartz.getJobKeys(GroupMatcher.groupEquals(group))) {
        quartz.deleteJob(key);
        tasks.remove(key);
      }
    });
  }

  /** Something asked of Quartz, whose store is in memory: what goes wrong there is a bug. */
  private interface Wish {
    void of(Scheduler quartz) throws SchedulerException;
  }

  private void on(Wish wish) {
    try {
      wish.of(scheduler);
    } catch (SchedulerException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    on(quartz -> quartz.shutdown(false));
  }
}
