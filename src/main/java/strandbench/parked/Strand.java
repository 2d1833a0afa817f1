package strandbench.parked;

/** What can be kept, and how many of it a benchmark keeps and at most tries to. */
public enum Strand {
  PLATFORM_THREAD(1_000, 20_000, 100) {
    @Override
    public ParkedStrands open(int depth) {
      return new ParkedThreads(Thread.ofPlatform().daemon().factory(), depth);
    }
  },

  VIRTUAL_THREAD(10_000, 1_000_000, 1_000) {
    @Override
    public ParkedStrands open(int depth) {
      return new ParkedThreads(Thread.ofVirtual().factory(), depth);
    }
  },

  /** A pool of one worker, with the JVM options of any worker. */
  PROCESS(4, 8, 1) {
    @Override
    public ParkedStrands open(int depth) {
      return new ParkedProcesses(depth);
    }
  };

  private final int kept;
  private final int cap;
  private final int batch;

  Strand(int kept, int cap, int batch) {
    this.kept = kept;
    this.cap = cap;
    this.batch = batch;
  }

  /** How many are weighed: enough for a growth that is large beside what else a JVM does. */
  public int kept() {
    return kept;
  }

  /**
   * How many are tried at most, so that a machine that could hold more isn't brought to its end.
   */
  public int cap() {
    return cap;
  }

  /** How many are started between two looks at time and memory. */
  public int batch() {
    return batch;
  }

  /** Starts with none of them. */
  public abstract ParkedStrands open(int depth);
}
