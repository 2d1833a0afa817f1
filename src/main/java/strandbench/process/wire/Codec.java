package strandbench.process.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.StreamCorruptedException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Objects as bytes: a tag, then for null, the common boxed types, strings and byte arrays their
 * value, for an {@code Object[]} all of whose elements are boxed numbers of one type the array of
 * its primitives, for a record of such values those values ({@link RecordForm}), and for everything
 * else the JDK's serialization. There is a bound on the way out and a filter on the way in.
 */
public final class Codec {
  /** What an object may take. */
  public static final int MAX_OBJECT = (64 << 20) - (1 << 17);

  private static final byte SERIALIZED = 0;
  private static final byte NULL = 1;
  private static final byte INTEGER = 2;
  private static final byte LONG = 3;
  private static final byte DOUBLE = 4;
  private static final byte FALSE = 5;
  private static final byte TRUE = 6;
  private static final byte LATIN1 = 7;
  private static final byte UTF16 = 8;
  private static final byte BYTES = 9;
  private static final byte INTEGERS = 10;
  private static final byte LONGS = 11;
  private static final byte DOUBLES = 12;
  private static final byte RECORD = 13;

  private Codec() {}

  /**
   * Writes an object. Besides what is declared, it throws whatever the object's own methods throw.
   *
   * @return the bytes, from position to limit, backed by an array
   * @throws java.io.NotSerializableException if it, or something in it, is not serializable
   * @throws IOException if it takes more than {@link #MAX_OBJECT} bytes
   */
  public static ByteBuffer write(Object object) throws IOException {
    int size = plainSize(object);
    if (size >= 0) {
      ByteBuffer bytes = ByteBuffer.allocate(size);
      writePlain(object, size, bytes);
      return bytes.flip();
    }
    ByteBuffer record = RecordForm.write(RECORD, object);
    if (record != null) {
      return record;
    }
    ByteBuffer bytes = serialize(object);
    if (bytes.remaining() > MAX_OBJECT) {
      throw new IOException(
          object.getClass().getName()
              + " takes "
              + bytes.remaining()
              + " bytes, the limit is "
              + MAX_OBJECT);
    }
    return bytes;
  }

  /**
   * How many bytes {@link #writePlain} takes for an object.
   *
   * @return -1 if only {@link #write} can write it: its type has no form of its own here, or it is
   *     too large
   */
  public static int plainSize(Object object) {
    if (object == null) {
      return 1;
    }
    Class<?> type = object.getClass();
    if (type == Integer.class) {
      return 1 + Integer.BYTES;
    } else if (type == Long.class || type == Double.class) {
      return 1 + Long.BYTES;
    } else if (type == Boolean.class) {
      return 1;
    } else if (type == String.class) {
      return stringSize((String) object);
    } else if (type == byte[].class) {
      int length = ((byte[]) object).length;
      return length < MAX_OBJECT ? 1 + length : -1;
    } else if (type == Object[].class) {
      return boxedSize((Object[]) object);
    }
    return -1;
  }

  private static int stringSize(String text) {
    int length = text.length();
    if (length >= MAX_OBJECT / Character.BYTES) {
      return -1;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) > 0xff) {
        return 1 + Character.BYTES * length;
      }
    }
    return 1 + length;
  }

  private static int boxedSize(Object[] array) {
    Class<?> type = Boxed.typeOf(array);
    if (type == null || array.length >= MAX_OBJECT / Long.BYTES) {
      return -1;
    }
    return 1 + (type == Integer.class ? Integer.BYTES : Long.BYTES) * array.length;
  }

  /**
   * Writes an object of a type that has a form of its own here, without any memory but the buffer's
   * (a string takes a copy).
   *
   * @param size what {@link #plainSize} says of it
   * @param to has room for so many bytes, which are written from its position on
   */
  public static void writePlain(Object object, int size, ByteBuffer to) {
    if (object == null) {
      to.put(NULL);
    } else if (object instanceof Integer number) {
      to.put(INTEGER).putInt(number);
    } else if (object instanceof Long number) {
      to.put(LONG).putLong(number);
    } else if (object instanceof Double number) {
      to.put(DOUBLE).putDouble(number);
    } else if (object instanceof Boolean truth) {
      to.put(truth ? TRUE : FALSE);
    } else if (object instanceof String text) {
      writeString(text, size == 1 + text.length(), to);
    } else if (object instanceof byte[] bytes) {
      to.put(BYTES).put(bytes);
    } else {
      writeBoxed((Object[]) object, to);
    }
  }

  private static void writeString(String text, boolean latin1, ByteBuffer to) {
    if (latin1) {
      to.put(LATIN1).put(text.getBytes(StandardCharsets.ISO_8859_1));
      return;
    }
    to.put(UTF16);
    for (int i = 0; i < text.length(); i++) {
      to.putChar(text.charAt(i));
    }
  }

  private static void writeBoxed(Object[] array, ByteBuffer to) {
    if (array[0] instanceof Integer) {
      to.put(INTEGERS);
      for (Object element : array) {
        to.putInt((Integer) element);
      }
    } else if (array[0] instanceof Long) {
      to.put(LONGS);
      for (Object element : array) {
        to.putLong((Long) element);
      }
    } else {
      to.put(DOUBLES);
      for (Object element : array) {
        to.putDouble((Double) element);
      }
    }
  }

  private static ByteBuffer serialize(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    bytes.write(SERIALIZED);
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  /**
   * Reads an object.
   *
   * @param bytes read from position to limit; consumed
   * @param rules apply to records, and to what comes by the JDK's serialization
   * @throws InvalidClassException if the rules refuse a class in it; the message names the class
   * @throws StreamCorruptedException if the bytes are no object, from the first to the last; its
   *     cause is what the object's own methods threw, if they did
   */
  public static Object read(ByteBuffer bytes, ObjectInputFilter rules)
      throws IOException, ClassNotFoundException {
    try {
      byte tag = bytes.get();
      Object object =
          switch (tag) {
            case SERIALIZED -> deserialize(bytes, rules);
            case RECORD -> RecordForm.read(bytes, rules);
            default -> readPlain(tag, bytes);
          };
      if (bytes.hasRemaining()) {
        throw new StreamCorruptedException("refused an object with bytes after its end");
      }
      return object;
    } catch (BufferUnderflowException e) {
      throw new StreamCorruptedException("refused an object that is cut off");
    }
  }

  /**
   * Whether {@link #read} runs none but its own code on these bytes, which are left as they are.
   */
  public static boolean isPlain(ByteBuffer bytes) {
    byte tag = bytes.hasRemaining() ? bytes.get(bytes.position()) : NULL;
    return tag != SERIALIZED && tag != RECORD;
  }

  /** Reads what {@link #writePlain} has written: runs none but its own code. */
  static Object readPlain(byte tag, ByteBuffer bytes) throws IOException {
    return switch (tag) {
      case NULL -> null;
      case INTEGER -> bytes.getInt();
      case LONG -> bytes.getLong();
      case DOUBLE -> bytes.getDouble();
      case FALSE -> false;
      case TRUE -> true;
      case LATIN1 -> new String(rest(bytes), StandardCharsets.ISO_8859_1);
      case UTF16 -> readChars(bytes);
      case BYTES -> rest(bytes);
      case INTEGERS -> {
        int[] ints = new int[count(bytes, Integer.BYTES)];
        bytes.asIntBuffer().get(ints);
        bytes.position(bytes.limit());
        yield Boxed.unpack(ints);
      }
      case LONGS -> {
        long[] longs = new long[count(bytes, Long.BYTES)];
        bytes.asLongBuffer().get(longs);
        bytes.position(bytes.limit());
        yield Boxed.unpack(longs);
      }
      case DOUBLES -> {
        double[] doubles = new double[count(bytes, Double.BYTES)];
        bytes.asDoubleBuffer().get(doubles);
        bytes.position(bytes.limit());
        yield Boxed.unpack(doubles);
      }
      default -> throw new StreamCorruptedException("refused an object of unknown tag " + tag);
    };
  }

  private static byte[] rest(ByteBuffer bytes) {
    byte[] rest = new byte[bytes.remaining()];
    bytes.get(rest);
    return rest;
  }

  private static String readChars(ByteBuffer bytes) throws IOException {
    char[] chars = new char[count(bytes, Character.BYTES)];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = bytes.getChar();
    }
    return new String(chars);
  }

  private static int count(ByteBuffer bytes, int size) throws IOException {
    if (bytes.remaining() % size != 0) {
      throw new StreamCorruptedException("refused an object that is cut off");
    }
    return bytes.remaining() / size;
  }

  private static Object deserialize(ByteBuffer bytes, ObjectInputFilter rules)
      throws IOException, ClassNotFoundException {
    AcceptFilter filter = new AcceptFilter(rules, bytes.remaining());
    ByteBuffer whole = bytes.hasArray() ? bytes.duplicate() : ByteBuffer.wrap(rest(bytes));
    int offset = whole.arrayOffset() + whole.position();
    bytes.position(bytes.limit());
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(whole.array(), offset, whole.remaining()))) {
      in.setObjectInputFilter(filter);
      return in.readObject();
    } catch (InvalidClassException e) {
      throw filter.explain(e);
    } catch (RuntimeException e) {
      // The JDK's reader of a damaged stream throws what it happens to stumble over.
      StreamCorruptedException refusal =
          new StreamCorruptedException("refused an object that can't be read: " + e);
      refusal.initCause(e);
      throw refusal;
    }
  }
}
