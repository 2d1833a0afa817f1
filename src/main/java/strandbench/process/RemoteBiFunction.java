package strandbench.process;

import java.io.Serializable;

/**
 * A function of two arguments that runs in a worker. A lambda or a method reference is one.
 *
 * @param <T> what it takes first
 * @param <U> what it takes second
 * @param <R> what it returns
 */
@FunctionalInterface
public interface RemoteBiFunction<T, U, R> extends Serializable {
  /** What it throws, the caller gets. */
  R apply(T first, U second) throws Exception;
}
