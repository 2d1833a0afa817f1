package strandbench.process.shared;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import strandbench.process.wire.Codec;

/** The creator that a test kills: opens a pipe, and prints the handles of both ends. */
final class PipeParent {
  private PipeParent() {}

  public static void main(String[] arguments) throws Exception {
    SharedPipe<String> pipe = SharedPipe.open();
    System.out.println("end " + hex(pipe.first()) + " " + hex(pipe.second()));
    new CountDownLatch(1).await();
  }

  private static String hex(PipeEnd<String> end) throws Exception {
    ByteBuffer bytes = Codec.write(end);
    return HexFormat.of().formatHex(bytes.array(), 0, bytes.limit());
  }
}
