package strandbench.workload;

import java.net.URI;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * What a page must hold, whichever client gets it. Immutable.
 *
 * @param page where
 * @param length of the body in bytes
 * @param crc32c checksum of the body, as {@link CRC32C} has it
 */
record PageBody(URI page, long length, long crc32c) {
  private static final int OK = 200;

  PageBody {
    Objects.requireNonNull(page, "page");
    if (length < 0) {
      throw new IllegalArgumentException("length is negative: " + length);
    }
  }

  /**
   * Checks an answer's status.
   *
   * @throws IllegalStateException in one line, if it is not 200
   */
  void checkStatus(int status) {
    if (status != OK) {
      throw new IllegalStateException(page + ": status " + status + ", expected 200");
    }
  }

  /**
   * Checks what has arrived.
   *
   * @return its checksum
   * @throws IllegalStateException in one line, if it is not the page that is expected
   */
  long check(long received, CRC32C checksum) {
    if (received != length) {
      throw new IllegalStateException(page + ": " + received + " bytes, expected " + length);
    }
    if (checksum.getValue() != crc32c) {
      throw new IllegalStateException(
          "%s: CRC32C %08x, expected %08x".formatted(page, checksum.getValue(), crc32c));
    }
    return checksum.getValue();
  }
}
