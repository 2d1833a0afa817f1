package strandbench.process;

import java.util.List;

/**
 * The parent JVM that a test kills: starts two workers that carry a mark on their command line,
 * says so, and gives one of them a task that hangs.
 */
final class PoolParent {
  private PoolParent() {}

  public static void main(String[] arguments) throws Exception {
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(2)
            .jvmOptions(List.of("-Dmark=" + arguments[0]))
            .accept("strandbench.process.*")
            .build()) {
      System.err.println("ready");
      pool.submit(new Tasks.Hang(arguments[1])).get();
    }
  }
}
