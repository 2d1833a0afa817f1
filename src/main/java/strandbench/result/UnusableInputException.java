package strandbench.result;

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
}
