package strandbench.process.shared;

/**
 * The process that made a shared object, and kept the place where others wait for it, has ended
 * without closing it, however it did. Nobody can wait for the object any more.
 */
public final class CreatorDiedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  CreatorDiedException(String message) {
    super(message);
  }
}
