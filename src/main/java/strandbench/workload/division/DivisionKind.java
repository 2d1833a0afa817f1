package strandbench.workload.division;

import java.util.Optional;
import strandbench.workload.Carriers;

/** How the work is divided, and what runs the parts. */
public enum DivisionKind {
  /** A {@code RecursiveTask} in a ForkJoinPool. */
  FORK_JOIN_POOL {
    @Override
    Division start(int parallelism) {
      return new ForkJoinDivision(parallelism);
    }
  },

  /** A parallel stream over the parts, in a ForkJoinPool. */
  PARALLEL_STREAM {
    @Override
    Division start(int parallelism) {
      return new StreamDivision(parallelism);
    }
  },

  /** A virtual thread for each fork. */
  VIRTUAL_THREADS {
    @Override
    Division start(int parallelism) {
      return new VirtualThreadDivision();
    }
  },

  /** A structured task scope for each division, whose forks are virtual threads. */
  STRUCTURED_SCOPE {
    @Override
    Division start(int parallelism) {
      return new StructuredDivision();
    }
  },

  /** A fixed pool of platform threads, given all parts up front. */
  PLATFORM_POOL {
    @Override
    Division start(int parallelism) {
      return new PoolDivision(parallelism);
    }
  };

  private boolean isOfVirtualThreads() {
    return this == VIRTUAL_THREADS || this == STRUCTURED_SCOPE;
  }

  /**
   * Why so many parts can't be done at once, in one line; empty if they can.
   *
   * @param carriers how many virtual threads run at once
   */
  public Optional<String> refusal(int parallelism, int carriers) {
    return isOfVirtualThreads() && parallelism != carriers
        ? Optional.of(
            "%s runs on all %d carriers of its JVM: parallelism can't be %d"
                .formatted(name(), carriers, parallelism))
        : Optional.empty();
  }

  /**
   * Opens it. Whoever opens it closes it.
   *
   * @throws IllegalArgumentException if it {@linkplain #refusal refuses} that parallelism
   */
  public Division open(int parallelism) {
    refusal(parallelism, Carriers.count())
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(reason);
            });
    return start(parallelism);
  }

  abstract Division start(int parallelism);
}
