package strandbench.process;

import java.io.Serializable;

/**
 * A function that runs in a worker. A lambda or a method reference is one.
 *
 * @param <T> what it takes
 * @param <R> what it returns
 */
@FunctionalInterface
public interface RemoteFunction<T, R> extends Serializable {
  /** What it throws, the caller gets. */
  R apply(T item) throws Exception;
}
