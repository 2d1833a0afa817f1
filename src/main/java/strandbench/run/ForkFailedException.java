package strandbench.run;

/** A fork gave no result. The message is one line that tells the causes. */
final class ForkFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  ForkFailedException(String message) {
    super(message);
  }

  ForkFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
