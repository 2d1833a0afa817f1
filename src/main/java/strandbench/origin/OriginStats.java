package strandbench.origin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.time.Duration;

/**
 * How busy an origin was: from the start of its JVM, or between two snapshots.
 *
 * <pre>{@code
 * OriginStats before = origin.statsAndResetPeaks();
 * ... // the load
 * OriginStats load = origin.stats().since(before);
 * }</pre>
 *
 * <p>An origin that is saturated measures itself and not its clients. It shows in two ways. The
 * event loop has no processor time to give: {@link #eventLoopShare} nears 1. Or the machine does
 * not give it any (the clients take it all): that share may be low, and {@link #meanLateness} and
 * {@link #backlogPeak} grow, since answers fall due that nobody sends. A client sees every delay
 * lengthened by the lateness: with a fixed delay, the ideal rate is lost in the ratio of {@code
 * meanLateness} to delay. An origin that idles is late too, by the time that two threads need to
 * wake up, and by up to 0.5 ms where answers share a wake-up. What these figures can't see is the
 * time that a request waits in the socket's buffer before the event loop reads it; the same loop
 * sends the answers, so that where this happens, lateness grows with it.
 *
 * @param wall time since the JVM's start
 * @param requests page requests that were fully received
 * @param answers answers that were handed to their socket as a whole
 * @param connections connections that were accepted
 * @param cpu processor time of the whole process: event loop, compiler, garbage collector
 * @param eventLoopCpu processor time of the event loop's thread
 * @param lateness of all answers together: of each, from when it was due (fully received + sampled
 *     delay) until it was handed to its socket; never negative
 * @param maxLateness the greatest lateness since the peaks were reset, of answers that were sent
 *     and of those that are overdue now
 * @param backlog answers that are due and not yet handed to their socket, now
 * @param backlogPeak the greatest backlog since the peaks were reset, seen whenever the event loop
 *     turns to the answers that are due
 * @param inFlight requests that were received and not yet answered, now; those that never will be
 *     don't count
 * @param inFlightPeak the most at once since the peaks were reset
 * @param open connections that are open now, the one that asks for this among them
 * @param openPeak the most at once since the peaks were reset
 * @param faults requests that were met by a {@link Fault}
 */
public record OriginStats(
    Duration wall,
    long requests,
    long answers,
    long connections,
    Duration cpu,
    Duration eventLoopCpu,
    Duration lateness,
    Duration maxLateness,
    int backlog,
    int backlogPeak,
    int inFlight,
    int inFlightPeak,
    int open,
    int openPeak,
    long faults) {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addSerializer(Duration.class, new ToStringSerializer(Duration.class))
                  .addDeserializer(Duration.class, new DurationReader()))
          .build();

  /**
   * What happened after an earlier snapshot of the same origin. Times and counts are differences;
   * what is now and the peaks are this snapshot's, and cover the same interval only if the peaks
   * were reset when the earlier one was taken.
   */
  public OriginStats since(OriginStats earlier) {
    return new OriginStats(
        wall.minus(earlier.wall),
        requests - earlier.requests,
        answers - earlier.answers,
        connections - earlier.connections,
        cpu.minus(earlier.cpu),
        eventLoopCpu.minus(earlier.eventLoopCpu),
        lateness.minus(earlier.lateness),
        maxLateness,
        backlog,
        backlogPeak,
        inFlight,
        inFlightPeak,
        open,
        openPeak,
        faults - earlier.faults);
  }

  /** Lateness of an average answer; zero where there was none. */
  public Duration meanLateness() {
    return answers == 0 ? Duration.ZERO : lateness.dividedBy(answers);
  }

  /** Share of the wall time for which the event loop was on a processor: 0 idle, 1 no room left. */
  public double eventLoopShare() {
    return ratio(eventLoopCpu, wall);
  }

  /** Processor time of the whole process over wall time: 1 is one core, all the time. */
  public double cpuShare() {
    return ratio(cpu, wall);
  }

  /** Processor time of the whole process per answer; zero where there was none. */
  public Duration cpuPerAnswer() {
    return answers == 0 ? Duration.ZERO : cpu.dividedBy(answers);
  }

  private static double ratio(Duration part, Duration whole) {
    return (double) part.toNanos() / whole.toNanos();
  }

  byte[] toJson() {
    try {
      return MAPPER.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static OriginStats fromJson(byte[] json) {
    try {
      return MAPPER.readValue(json, OriginStats.class);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class DurationReader extends StdScalarDeserializer<Duration> {
    private static final long serialVersionUID = 1;

    DurationReader() {
      super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return Duration.parse(parser.getText());
    }
  }
}
