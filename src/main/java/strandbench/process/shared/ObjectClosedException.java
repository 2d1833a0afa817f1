package strandbench.process.shared;

/**
 * The process that made a shared object has closed it. Whoever waited for it, in any process, is
 * told so, and so is whoever uses it from then on.
 */
public final class ObjectClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  ObjectClosedException(String message) {
    super(message);
  }
}
