package strandbench.process.shared;

import java.io.IOException;

/**
 * The other end of a {@linkplain SharedPipe pipe} is gone. A reader is told after it has read what
 * was sent before; a writer is told as soon as the news is here, and what it wrote last may not
 * have been read.
 */
public final class PipeEndedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** How the other end went. */
  public enum Reason {
    /** It was closed: nothing that it sent is missing. */
    CLOSED,

    /** Its process, or before the two ends met the pipe's creator, ended without closing it. */
    DIED
  }

  private final Reason reason;

  PipeEndedException(Reason reason, Throwable cause) {
    super(
        reason == Reason.CLOSED
            ? "the other end of the pipe was closed"
            : "the other end of the pipe died",
        cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
