package strandbench.origin;

import java.time.Duration;
import java.util.List;
import strandbench.process.JvmCommand;

/**
 * HTTP servers that the origin is made of, or might have been: each in a JVM of its own with the
 * same options, answering {@code /pages/N} after a fixed delay, on as few threads as it can do
 * with.
 */
enum OriginCandidate {
  /** The origin itself: Netty's HTTP codec, one event loop. */
  NETTY("Netty 4.2 (the origin)", OriginServer.class),

  /** Vert.x over Netty, one event loop. */
  VERTX("Vert.x 5", VertxServer.class),

  /** Jetty, one selector, answers written by its scheduler. */
  JETTY("Jetty 12.1", JettyServer.class),

  /** Undertow, one I/O thread, answers written by its own timer. */
  UNDERTOW("Undertow 2.3", UndertowServer.class),

  /** The JDK's own, a virtual thread for each request, which sleeps. */
  JDK("com.sun.net.httpserver, virtual threads", JdkServer.class);

  private final String words;
  private final Class<?> mainClass;

  OriginCandidate(String words, Class<?> mainClass) {
    this.words = words;
    this.mainClass = mainClass;
  }

  String words() {
    return words;
  }

  /** The word of its command line by which its process is known. */
  String mainClass() {
    return mainClass.getName();
  }

  /** Its JVM; all have the options that the origin has. */
  JvmCommand command(Duration delay, int bodyBytes) {
    JvmCommand origin =
        Origin.command(new OriginOptions(DelayDistribution.FIXED, delay, bodyBytes));
    return new JvmCommand(
        mainClass(), origin.jvmOptions(), origin.classPath(), List.copyOf(origin.arguments()));
  }
}
