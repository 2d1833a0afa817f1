package strandbench.process.shared;

/**
 * What can be asked of an object in a manager, with its arguments and its answer. Numbers and
 * truths are eight bytes; an entry, an element or a value is an object's bytes; a version changes
 * whenever what it belongs to does.
 */
enum ManagerOperation {
  /** kind, capacity: the new object's number. */
  CREATE,

  /** key: version and value; nothing where there is none. */
  MAP_GET,
  /** key, value: the old value, if any. */
  MAP_PUT,
  /** key, version (0 for none), value (absent to remove): whether that was the version. */
  MAP_PUT_IF,
  /** key: the old value, if any. */
  MAP_REMOVE,
  /** key: whether it is there. */
  MAP_CONTAINS,
  /** How many there are. */
  MAP_SIZE,
  MAP_CLEAR,
  /** Key, value, key, value and so on. */
  MAP_ENTRIES,

  /** index: element. */
  LIST_GET,
  /** index, element: the old element. */
  LIST_SET,
  /** index (-1 for the end), elements. */
  LIST_ADD,
  /** index: the old element. */
  LIST_REMOVE,
  LIST_SIZE,
  /** Version, elements. */
  LIST_ELEMENTS,
  /** version, elements: whether that was the version. */
  LIST_REPLACE,

  /** element; waits for room. */
  QUEUE_PUT,
  /** element: whether there was room. */
  QUEUE_OFFER,
  /** Waits for an element; to be confirmed. */
  QUEUE_TAKE,
  /** Element, if any; to be confirmed. */
  QUEUE_POLL,
  /** Element, if any. */
  QUEUE_PEEK,
  QUEUE_SIZE,
  /** Number, element, number, element and so on. */
  QUEUE_ELEMENTS,
  /** number: whether that element was still there. */
  QUEUE_REMOVE,

  /** thread; waits: whether an owner has died with the lock since it was last unlocked. */
  LOCK_LOCK,
  /** thread: nothing, or as LOCK_LOCK. */
  LOCK_TRY,
  /** thread. */
  LOCK_UNLOCK;

  private static final ManagerOperation[] ALL = values();

  /** By which {@link #of} finds it: both sides run the same class. */
  @SuppressWarnings("EnumOrdinal")
  byte number() {
    return (byte) ordinal();
  }

  /** Null where there is none of that number. */
  static ManagerOperation of(int number) {
    return number >= 0 && number < ALL.length ? ALL[number] : null;
  }
}
