package strandbench.process.shared;

import java.net.ProtocolException;

/** What an object of a manager is. */
enum ManagedKind {
  MAP,
  LIST,
  QUEUE,
  VALUE,
  NAMESPACE,
  LOCK;

  private static final ManagedKind[] ALL = values();

  /** By which {@link #of} finds it: both sides run the same class. */
  @SuppressWarnings("EnumOrdinal")
  long number() {
    return ordinal();
  }

  /**
   * The kind of a number.
   *
   * @throws ProtocolException if there is none
   */
  static ManagedKind of(long number) throws ProtocolException {
    if (number < 0 || number >= ALL.length) {
      throw new ProtocolException("refused an object of the kind " + number);
    }
    return ALL[(int) number];
  }
}
