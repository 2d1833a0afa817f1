package strandbench.origin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.LongSupplier;

/**
 * Answers that wait until they are due, and the account of how late they are sent. Confined to one
 * thread, which tells it when to look: {@link #due} first, then {@link #sent} for each.
 *
 * @param <T> what is needed to send an answer
 */
final class Answers<T> {
  /**
   * An answer that waits.
   *
   * @param due when to send it, on the clock
   * @param order of arrival: first come, first served, among those that are due at once
   * @param content what is needed to send it
   */
  record Answer<T>(long due, long order, T content) implements Comparable<Answer<T>> {
    @Override
    public int compareTo(Answer<T> other) {
      // A difference, since System.nanoTime may wrap.
      int byTime = Long.signum(due - other.due);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final LongSupplier nanoClock;
  private final PriorityQueue<Answer<T>> waiting = new PriorityQueue<>();
  private final List<T> held = new ArrayList<>();
  private long order;
  private int sending;
  private long requests;
  private long answers;
  private long latenessNanos;
  private long maxLatenessNanos;
  private int backlogPeak;
  private int inFlightPeak;

  Answers(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** Takes a request that has just been received, to be answered after a delay. */
  void add(long delayNanos, T content) {
    requests++;
    schedule(delayNanos, content);
  }

  /** Takes a request that is answered when those that are held are released. */
  void hold(T content) {
    requests++;
    held.add(content);
    inFlightPeak = Math.max(inFlightPeak, inFlight());
  }

  /** Takes a request that is never answered. */
  void ignore() {
    requests++;
  }

  /** All answers that are held are due now. */
  void release() {
    List<T> released = List.copyOf(held);
    held.clear();
    released.forEach(content -> schedule(0, content));
  }

  private void schedule(long delayNanos, T content) {
    waiting.add(new Answer<>(nanoClock.getAsLong() + delayNanos, order++, content));
    inFlightPeak = Math.max(inFlightPeak, inFlight());
  }

  /** Nanoseconds until the next answer is due, at least 0; {@code Long.MAX_VALUE} if none waits. */
  long untilNext() {
    Answer<T> next = waiting.peek();
    return next == null ? Long.MAX_VALUE : Math.max(0, next.due - nanoClock.getAsLong());
  }

  /** Takes out every answer that is due, in their order; the caller sends them now. */
  Queue<Answer<T>> due() {
    long now = nanoClock.getAsLong();
    Queue<Answer<T>> due = new ArrayDeque<>();
    for (Answer<T> next = waiting.peek(); isDue(next, now); next = waiting.peek()) {
      due.add(waiting.remove());
    }
    sending += due.size();
    backlogPeak = Math.max(backlogPeak, sending);
    return due;
  }

  private static boolean isDue(Answer<?> answer, long now) {
    return answer != null && answer.due - now <= 0;
  }

  /** Accounts for an answer that is with its socket now. */
  void sent(Answer<T> answer) {
    long late = nanoClock.getAsLong() - answer.due;
    sending--;
    answers++;
    latenessNanos += late;
    maxLatenessNanos = Math.max(maxLatenessNanos, late);
  }

  /** Accounts for an answer that nobody is there to receive. */
  void lost(Answer<T> answer) {
    sending--;
  }

  long requests() {
    return requests;
  }

  long answers() {
    return answers;
  }

  long latenessNanos() {
    return latenessNanos;
  }

  /** The greatest lateness of what was sent or is overdue. */
  long maxLatenessNanos() {
    Answer<T> next = waiting.peek();
    long overdue = next == null ? 0 : nanoClock.getAsLong() - next.due;
    return Math.max(maxLatenessNanos, overdue);
  }

  /** Answers that are due and not yet sent. */
  int backlog() {
    long now = nanoClock.getAsLong();
    return sending + (int) waiting.stream().filter(answer -> isDue(answer, now)).count();
  }

  int backlogPeak() {
    return Math.max(backlogPeak, backlog());
  }

  /** Requests that were taken to be answered, and are not yet with their socket nor lost. */
  int inFlight() {
    return held.size() + waiting.size() + sending;
  }

  int inFlightPeak() {
    return inFlightPeak;
  }

  void resetPeaks() {
    maxLatenessNanos = 0;
    backlogPeak = sending;
    inFlightPeak = inFlight();
  }
}
