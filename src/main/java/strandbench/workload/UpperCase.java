package strandbench.workload;

import java.nio.charset.StandardCharsets;

/** What every echo server sends. */
final class UpperCase {
  private UpperCase() {}

  /** The line that a client gets when its turn has come. */
  static byte[] greeting() {
    String greeting = "served by " + ProcessHandle.current().pid() + "\n";
    return greeting.getBytes(StandardCharsets.US_ASCII);
  }

  /** Replaces the ASCII letters among the first {@code length} bytes; the others stay. */
  static void apply(byte[] text, int length) {
    for (int i = 0; i < length; i++) {
      if (text[i] >= 'a' && text[i] <= 'z') {
        text[i] = (byte) (text[i] - 'a' + 'A');
      }
    }
  }
}
