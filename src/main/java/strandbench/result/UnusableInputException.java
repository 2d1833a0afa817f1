package strandbench.result;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;

/**
 * Something that the user named (a file, an option, a directory) can't be used. The message is one
 * line that names it and says what is wrong; the command line prints it and exits with 2.
 */
public final class UnusableInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnusableInputException(String message) {
    super(message);
  }

  public UnusableInputException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * For what can't be read.
   *
   * @param named the file, and the option that named it where there is one
   */
  public static UnusableInputException unreadable(Object named, IOException cause) {
    String reason =
        switch (cause) {
          case NoSuchFileException e -> "no such file";
          case CharacterCodingException e -> "not a text in UTF-8";
          default -> "can't be read: " + cause;
        };
    return new UnusableInputException(named + ": " + reason, cause);
  }
}
