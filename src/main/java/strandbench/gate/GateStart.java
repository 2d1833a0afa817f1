package strandbench.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import strandbench.result.Json;
import strandbench.result.Machine;
import strandbench.result.UnusableInputException;
import strandbench.run.MachineProbe;

/**
 * {@code start.json}: how a gate was begun, so that it can be carried on as the same.
 *
 * @param formatVersion {@link #FORMAT_VERSION}
 * @param base BASE's jar, as an absolute path
 * @param baseSha256 of its bytes
 * @param head HEAD's jar, as an absolute path
 * @param headSha256 of its bytes
 * @param machine where it was begun
 * @param options all others, as on a command line, the seed among them
 */
public record GateStart(
    int formatVersion,
    String base,
    String baseSha256,
    String head,
    String headSha256,
    Machine machine,
    List<String> options) {

  /** The format that this class writes; another one where other rules decide. */
  static final int FORMAT_VERSION = 2;

  static final String FILE = "start.json";

  public GateStart {
    if (base == null || baseSha256 == null || head == null || headSha256 == null) {
      throw new UnusableInputException("names no two jars");
    }
    if (machine == null) {
      throw new UnusableInputException("names no machine");
    }
    options = options == null ? List.of() : List.copyOf(options);
  }

  /**
   * Of jars as they are now, on this machine.
   *
   * @throws UnusableInputException if one can't be read
   */
  static GateStart of(Path base, Path head, List<String> options) {
    return new GateStart(
        FORMAT_VERSION,
        base.toAbsolutePath().normalize().toString(),
        sha256(base),
        head.toAbsolutePath().normalize().toString(),
        sha256(head),
        MachineProbe.probe(List.of()),
        options);
  }

  /** Whether a gate was begun in a directory. */
  static boolean isIn(Path directory) {
    return Files.exists(directory.resolve(FILE));
  }

  /**
   * Reads what a gate has left.
   *
   * @throws UnusableInputException if there is none, or it can't be carried on by this version
   */
  public static GateStart read(Path directory) {
    Path file = directory.resolve(FILE);
    if (!isIn(directory)) {
      throw new UnusableInputException(directory + ": holds no gate: it has no " + FILE);
    }
    GateStart start = Json.read(file, GateStart.class);
    if (start.formatVersion() != FORMAT_VERSION) {
      throw new UnusableInputException(
          file
              + ": was begun by another version, with other rules (format "
              + start.formatVersion()
              + ", not "
              + FORMAT_VERSION
              + ")");
    }
    return start;
  }

  void write(Path directory) {
    Json.write(directory.resolve(FILE), this);
  }

  /**
   * Complains of another machine, and of jars that are no longer what they were.
   *
   * @param now the same gate, with the jars as they are now, on this machine
   * @param directory the gate's
   * @throws UnusableInputException if one differs
   */
  void check(GateStart now, Path directory) {
    if (!now.machine().measuresLike(machine)) {
      throw new UnusableInputException(
          directory
              + ": was begun on another machine, "
              + machine.summary()
              + "; this is "
              + now.machine().summary());
    }
    check(base, baseSha256, now.baseSha256());
    check(head, headSha256, now.headSha256());
  }

  private static void check(String jar, String then, String now) {
    if (!then.equals(now)) {
      throw new UnusableInputException(
          jar + ": is not the jar that the gate was begun with (its SHA-256 was " + then + ")");
    }
  }

  private static String sha256(Path file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw UnusableInputException.unreadable(file, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
