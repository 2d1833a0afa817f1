package strandbench.doctor;

import java.util.List;

/**
 * A fault of some JDK releases with HotSpot that spoils measurements of concurrency. Only releases
 * that are known to have it are listed, so that others may have it as well.
 *
 * @param bug its number at bugs.openjdk.org
 * @param summary what happens, in one line
 * @param spoils what that does to a measurement
 * @param releases those that are known to have it
 */
record KnownFault(String bug, String summary, String spoils, List<Releases> releases) {
  private static final String HANGS =
      "a fork of virtual threads may hang now and then, until it is killed as failed";

  /** The list, by the first release that has the fault. */
  static final List<KnownFault> ALL =
      List.of(
          new KnownFault(
              "JDK-8180450",
              "type checks against interfaces write to a cache line that all threads share",
              "code that checks one class against several interfaces scales badly, by whatever model"
                  + " it runs",
              List.of(Releases.of("9", "23"))),
          new KnownFault(
              "JDK-8281181",
              "a container's CPU shares are taken for a limit on its processors",
              "pools and collectors are sized for fewer processors than there are",
              List.of(
                  Releases.of("11", "11.0.17"),
                  Releases.of("17", "17.0.5"),
                  Releases.of("18", "18.0.2"))),
          new KnownFault(
              "JDK-8349988",
              "under Linux 6.12 and newer, limits of control groups (version 2) may go unseen",
              "in a container, heap, collector and pools are sized for the whole machine",
              List.of(
                  Releases.of("17", "17.0.20"),
                  Releases.of("21", "21.0.12"),
                  Releases.of("22", "24.0.2"))),
          new KnownFault(
              "JDK-8338383",
              "a virtual thread that blocks in synchronized or Object.wait keeps its carrier",
              "virtual threads that meet at a monitor wait for carriers, and may deadlock for want of"
                  + " one",
              List.of(Releases.of("21", "24"))),
          new KnownFault(
              "JDK-8321270",
              "Thread.yield of a virtual thread uses up its parking permit",
              "a virtual thread that yields may lose the wake-up that it parks for, and hang",
              List.of(Releases.of("21", "21.0.4"))),
          new KnownFault(
              "JDK-8369227",
              "a virtual thread that parks right after a timed park may never be woken",
              HANGS,
              List.of(Releases.of("25", "25.0.3"), Releases.of("26", "26.0.1"))),
          new KnownFault(
              "JDK-8373120",
              "a virtual thread that waits at a monitor with a time-out twice in a row may never be"
                  + " woken",
              HANGS,
              List.of(Releases.of("25", "25.0.4"), Releases.of("26", "26.0.1"))));

  KnownFault {
    releases = List.copyOf(releases);
  }

  /** Those that a release is known to have. */
  static List<KnownFault> of(Runtime.Version release) {
    return ALL.stream()
        .filter(fault -> fault.releases.stream().anyMatch(some -> some.contain(release)))
        .toList();
  }

  /**
   * A row of updates of the JDK.
   *
   * @param from the first of them
   * @param before the first that is not known to be one of them any longer
   */
  record Releases(Runtime.Version from, Runtime.Version before) {
    static Releases of(String from, String before) {
      return new Releases(Runtime.Version.parse(from), Runtime.Version.parse(before));
    }

    boolean contain(Runtime.Version release) {
      return release.compareToIgnoreOptional(from) >= 0
          && release.compareToIgnoreOptional(before) < 0;
    }
  }
}
