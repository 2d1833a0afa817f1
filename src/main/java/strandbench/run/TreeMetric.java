package strandbench.run;

/**
 * The secondary metrics of {@link TreeAccount}. Their units are no units of JMH's, so that none is
 * taken for a score; each value is that of one iteration.
 */
enum TreeMetric {
  /** User and system time of all processes and threads. */
  CPU("cpu", "CPU-us/op"),
  /** The same per second: how many cores were kept busy. */
  CORES("cores", "cores"),
  /** How often a thread gave its processor up, to wait. */
  VOLUNTARY_SWITCHES("switches.voluntary", "switches/op"),
  /** How often a thread was made to give it up. */
  INVOLUNTARY_SWITCHES("switches.involuntary", "switches/op"),
  /** Peak of the processes' resident memory together; pages that they share count for each. */
  RSS_PEAK("rss.peak", "MiB"),
  /** Its mean over the samples. */
  RSS_MEAN("rss.mean", "MiB"),
  /** Peak of their proportional memory together: a page that they share counts once. */
  PSS_PEAK("pss.peak", "MiB"),
  /** Its mean over the samples, which are fewer than those of resident memory. */
  PSS_MEAN("pss.mean", "MiB"),
  /** Peak of the threads of the operating system. */
  THREADS_PEAK("threads.peak", "threads"),
  /** Their mean over the samples. */
  THREADS_MEAN("threads.mean", "threads"),
  /** Peak of the processes. */
  PROCESSES_PEAK("processes.peak", "processes"),
  /** How many samples of resident memory and threads there were. */
  SAMPLES("samples", "samples"),
  /** Processor time of the optimizing compiler, per second. */
  C2("c2", "cores"),
  /** Share of the time in which the fork's collector had stopped it; not of its child JVMs. */
  GC_PAUSES("gc.pauses", "% of time"),
  /** How many virtual threads the fork's scheduler may run at once; not that of its child JVMs. */
  CARRIERS("carriers", "carriers"),
  /** 1 where the account covers the work alone, 0 where set-up and tear-down are in it. */
  WORK_ALONE("work-alone", "yes=1");

  private final String label;
  private final String unit;

  TreeMetric(String label, String unit) {
    this.label = label;
    this.unit = unit;
  }

  /** The name after {@code tree.} or {@code origin.}. */
  String label() {
    return label;
  }

  String unit() {
    return unit;
  }
}
