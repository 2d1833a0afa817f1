package strandbench.origin;

import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Keeps answers until they are due, and sends them. Confined to the event loop. */
final class Outbox {
  /** Answers that are due closer together than this may share an alarm, and its cost. */
  private static final long GRANULARITY_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  private final EventLoop eventLoop;
  private final Answers<Pending> answers = new Answers<>(System::nanoTime);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("alarm").factory());
  private long faults;
  private Future<?> alarm;
  private long alarmNanos;

  private record Pending(Exchange exchange, Fault fault, Supplier<byte[]> body) {}

  Outbox(EventLoop eventLoop) {
    this.eventLoop = eventLoop;
  }

  /** The account of what was asked and sent. */
  Answers<?> answers() {
    return answers;
  }

  /** How many requests have met a fault. */
  long faults() {
    return faults;
  }

  /** Sends a page after a delay. */
  void answer(Exchange exchange, long delayNanos, Supplier<byte[]> body) {
    answer(exchange, Fault.NONE, delayNanos, body);
  }

  /** Sends a page after a delay, or what the fault has in its place. */
  void answer(Exchange exchange, Fault fault, long delayNanos, Supplier<byte[]> body) {
    if (fault == Fault.SILENCE) {
      faults++;
      answers.ignore();
    } else {
      answers.add(delayNanos, new Pending(exchange, fault, body));
      sendDue();
    }
  }

  /** Sends a page when it is released. */
  void hold(Exchange exchange, Supplier<byte[]> body) {
    answers.hold(new Pending(exchange, Fault.NONE, body));
  }

  void release() {
    answers.release();
    sendDue();
  }

  private void sendDue() {
    for (Answers.Answer<Pending> answer : answers.due()) {
      send(answer);
    }
    setAlarm();
  }

  private void send(Answers.Answer<Pending> answer) {
    Pending pending = answer.content();
    Exchange exchange = pending.exchange();
    if (!exchange.isOpen()) {
      answers.lost(answer);
    } else if (pending.fault() == Fault.RESET) {
      faults++;
      answers.lost(answer);
      exchange.reset();
    } else if (pending.fault() == Fault.ERROR) {
      faults++;
      account(answer, exchange.answer(HttpResponseStatus.INTERNAL_SERVER_ERROR));
    } else {
      account(answer, exchange.answer(pending.body().get()));
    }
  }

  private void account(Answers.Answer<Pending> answer, ChannelFuture written) {
    written.addListener(
        done -> {
          if (done.isSuccess()) {
            answers.sent(answer);
          } else {
            answers.lost(answer);
          }
        });
  }

  /**
   * Sees to it that the loop turns to the next answer when it is due. Not by a timer of the loop's
   * own: over NIO it spins for the last half millisecond before each, and so all the time where
   * answers are due at random moments, 5,000 a second (measured with Vert.x, whose timers are such:
   * 4 times the loop's processor time).
   */
  private void setAlarm() {
    long delay = answers.untilNext();
    if (delay == Long.MAX_VALUE) {
      return;
    }
    delay = Math.max(delay, GRANULARITY_NANOS);
    long at = System.nanoTime() + delay;
    if (alarm != null) {
      if (alarmNanos - at <= 0) {
        return;
      }
      alarm.cancel(false);
    }
    alarmNanos = at;
    alarm = timer.schedule(() -> eventLoop.execute(this::ring), delay, TimeUnit.NANOSECONDS);
  }

  private void ring() {
    alarm = null;
    sendDue();
  }
}
