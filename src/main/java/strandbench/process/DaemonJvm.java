package strandbench.process;

/**
 * Whether this JVM is a daemon child: a {@link JvmProcess} that was made so, or a pool's worker. As
 * it may be ended at any moment, it may not have children of its own.
 */
final class DaemonJvm {
  private static volatile boolean daemon;

  private DaemonJvm() {}

  /** Makes this JVM one, for good. */
  static void become() {
    daemon = true;
  }

  /**
   * For whatever starts children.
   *
   * @throws IllegalStateException if this JVM is a daemon child
   */
  static void checkMayHaveChildren() {
    if (daemon) {
      throw new IllegalStateException("a daemon process may not start children");
    }
  }
}
