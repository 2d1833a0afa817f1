package strandbench.process;

import java.io.Serializable;
import java.util.Collection;
import java.util.concurrent.Callable;
import strandbench.process.wire.Boxed;

/**
 * Some of the items of a map, as one task: applies the function to each in turn, and ends at the
 * first that fails. Its result is an {@code Object[]}.
 *
 * @param items as {@link Boxed#pack} makes them, so that numbers travel as primitives
 */
record Chunk<T, R>(RemoteFunction<? super T, ? extends R> function, Object items)
    implements Callable<Object[]>, Serializable {
  Chunk(RemoteFunction<? super T, ? extends R> function, Collection<? extends T> items) {
    this(function, Boxed.pack(items.toArray()));
  }

  @Override
  public Object[] call() throws Exception {
    Object[] all = Boxed.unpack(items);
    for (int i = 0; i < all.length; i++) {
      @SuppressWarnings("unchecked") // They come from a collection of such.
      T item = (T) all[i];
      all[i] = function.apply(item);
    }
    return all;
  }
}
