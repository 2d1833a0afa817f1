package strandbench.process;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * The parent JVM that a test kills: starts two workers that carry a mark on their command line,
 * says so, and gives one of them a task that hangs. Ends with the test, whose end closes its input.
 */
final class PoolParent {
  private PoolParent() {}

  public static void main(String[] arguments) throws Exception {
    Thread.ofPlatform().daemon().start(PoolParent::endWithTheTest);
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

  private static void endWithTheTest() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // Its end as well.
    }
    Runtime.getRuntime().halt(1);
  }
}
