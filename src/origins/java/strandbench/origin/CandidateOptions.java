package strandbench.origin;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * What all candidates have in common.
 *
 * @param delay from a request to its answer
 * @param bodyBytes length of every page
 */
record CandidateOptions(Duration delay, int bodyBytes) {

  /** Reads an origin's arguments, and ends this JVM when its standard input does. */
  static CandidateOptions of(String[] args) {
    Thread.ofPlatform().daemon().start(CandidateOptions::haltWithParent);
    return new CandidateOptions(Duration.parse(args[1]), Integer.parseInt(args[2]));
  }

  private static void haltWithParent() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // A pipe that can't be read has no parent at its other end either.
    }
    Runtime.getRuntime().halt(0);
  }

  /** As the origin says its port. */
  static void sayPort(int port) {
    System.out.println(OriginServer.PORT_PREFIX + port);
  }

  /** The body of {@code /pages/N}. */
  byte[] body(String path) {
    return Page.body(Integer.parseInt(path.substring(Site.PAGES.length())), bodyBytes);
  }
}
