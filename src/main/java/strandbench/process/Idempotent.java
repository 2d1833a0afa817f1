package strandbench.process;

/**
 * Marks a task that may run more than once. When its worker dies, a pool runs it again elsewhere,
 * up to a {@linkplain ProcessPool.Builder#maxDeathsPerTask number} of deaths. All other tasks run
 * at most once.
 */
public interface Idempotent {}
