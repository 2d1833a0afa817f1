package strandbench.origin;

import java.time.Duration;

/**
 * Runs an origin for clients that are not Java: {@code java -cp benchmarks.jar
 * strandbench.origin.OriginMain FIXED PT0.05S 1024} (distribution and mean of the delays, length of
 * the pages). It says its port on standard output, and ends when its standard input does.
 */
public final class OriginMain {
  private OriginMain() {}

  public static void main(String[] args) {
    OriginOptions options =
        new OriginOptions(
            DelayDistribution.valueOf(args[0]), Duration.parse(args[1]), Integer.parseInt(args[2]));
    OriginServer.main(Origin.command(options).arguments().toArray(String[]::new));
  }
}
