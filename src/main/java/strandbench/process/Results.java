package strandbench.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/**
 * The results of a map, one by one, while items are still taken from their source: never more than
 * some chunks are on their way. Not thread-safe.
 */
final class Results<T, R> implements Iterator<R>, AutoCloseable {
  /** Stands for null, which a deque doesn't take. */
  private static final Object NULL = new Object();

  private final Iterator<? extends T> items;
  private final int chunkSize;
  private final int mostChunks;
  private final Function<Collection<T>, CompletableFuture<Object[]>> submit;

  /** In the order of the items, or else in that of their ends. */
  private final boolean ordered;

  private final ArrayDeque<CompletableFuture<Object[]>> submitted = new ArrayDeque<>();
  private final List<CompletableFuture<Object[]>> open = new ArrayList<>();
  private final LinkedBlockingQueue<CompletableFuture<Object[]>> done = new LinkedBlockingQueue<>();
  private int untaken;
  private boolean closed;
  private final ArrayDeque<Object> ready = new ArrayDeque<>();

  Results(
      Iterator<? extends T> items,
      int chunkSize,
      int mostChunks,
      boolean ordered,
      Function<Collection<T>, CompletableFuture<Object[]>> submit) {
    this.items = items;
    this.chunkSize = chunkSize;
    this.mostChunks = mostChunks;
    this.ordered = ordered;
    this.submit = submit;
  }

  @Override
  public boolean hasNext() {
    submitMore();
    return !ready.isEmpty() || untaken > 0;
  }

  private void submitMore() {
    while (!closed && untaken < mostChunks && items.hasNext()) {
      List<T> chunk = new ArrayList<>();
      while (chunk.size() < chunkSize && items.hasNext()) {
        chunk.add(items.next());
      }
      CompletableFuture<Object[]> future = submit.apply(chunk);
      untaken++;
      open.removeIf(CompletableFuture::isDone);
      open.add(future);
      if (ordered) {
        submitted.add(future);
      } else {
        var unused = future.whenComplete((results, failure) -> done.add(future));
      }
    }
  }

  @Override
  public R next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (ready.isEmpty()) {
      take();
    }
    @SuppressWarnings("unchecked") // The function returned it.
    R result = (R) ready.remove();
    return result == NULL ? null : result;
  }

  private void take() {
    try {
      CompletableFuture<Object[]> next = ordered ? submitted.remove() : done.take();
      untaken--;
      for (Object result : next.get()) {
        ready.add(result == null ? NULL : result);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new CancellationException("interrupted while waiting for a result");
    } catch (ExecutionException e) {
      close();
      throw new CompletionException(e.getCause());
    } catch (CancellationException e) {
      close();
      throw e;
    }
  }

  /** Cancels what is on its way; there are no more results then. */
  @Override
  public void close() {
    closed = true;
    open.forEach(future -> future.cancel(true));
    open.clear();
    submitted.clear();
    untaken = 0;
  }
}
