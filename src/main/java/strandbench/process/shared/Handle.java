package strandbench.process.shared;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.util.Locale;
import strandbench.process.wire.Hub;

/**
 * What a shared object is serialized as: where others find it. Whoever has it can use the object.
 *
 * @param lot where one waits for it
 * @param file the reference of its memory
 * @param size of that, in bytes
 * @param detail what this kind of object needs besides, or null
 */
record Handle(Kind kind, long id, Hub.Address lot, String file, long size, Serializable detail)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Which class. */
  enum Kind {
    LOCK,
    CONDITION,
    SEMAPHORE,
    EVENT,
    QUEUE,
    JOINABLE_QUEUE,
    LONG,
    DOUBLE,
    LONG_ARRAY,
    DOUBLE_ARRAY,
    MEMORY
  }

  static Handle of(Kind kind, Block block, Serializable detail) {
    return new Handle(
        kind,
        block.id(),
        block.lot().address(),
        block.reference(),
        block.memory().byteSize(),
        detail);
  }

  /**
   * Opens the object; for {@link OpenObjects}, which does so once.
   *
   * @throws IOException if its creator has closed it or ended
   */
  SharedObject open() throws IOException {
    Block block = RemoteLot.at(lot).open(kind.name().toLowerCase(Locale.ROOT), id, size, file);
    return switch (kind) {
      case LOCK -> new SharedLock(block);
      case CONDITION -> new SharedCondition(block, (SharedLock) detail);
      case SEMAPHORE -> new SharedSemaphore(block);
      case EVENT -> new SharedEvent(block);
      case QUEUE -> new SharedQueue<>(block, (String) detail);
      case JOINABLE_QUEUE -> new JoinableSharedQueue<>(block, (String) detail);
      case LONG -> new SharedLong(block);
      case DOUBLE -> new SharedDouble(block);
      case LONG_ARRAY -> new SharedLongArray(block);
      case DOUBLE_ARRAY -> new SharedDoubleArray(block);
      case MEMORY -> new SharedMemory(block);
    };
  }

  private Object readResolve() throws InvalidObjectException {
    try {
      return OpenObjects.find(this);
    } catch (IOException e) {
      InvalidObjectException told =
          new InvalidObjectException("no such shared " + kind + " any more: " + e.getMessage());
      told.initCause(e);
      throw told;
    }
  }
}
