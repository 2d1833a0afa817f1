package strandbench.origin;

import java.net.URI;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/**
 * What an origin answers under one address.
 *
 * @param uri where
 * @param length of the body in bytes
 * @param crc32c checksum of the body, as {@link CRC32C} has it
 */
public record Page(URI uri, int length, long crc32c) {
  /** Describes a page without asking the origin. */
  static Page of(URI uri, int number, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(body(number, length));
    return new Page(uri, length, checksum.getValue());
  }

  /** The body, the same in every JVM: random bytes from the page's number. */
  static byte[] body(int number, int length) {
    byte[] body = new byte[length];
    new SplittableRandom(number).nextBytes(body);
    return body;
  }
}
