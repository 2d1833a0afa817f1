package strandbench.process;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;

/**
 * Objects as bytes: the JDK's serialization, with a bound on the way out and a filter on the way
 * in.
 */
final class Serialized {
  private Serialized() {}

  /**
   * Writes an object. Besides what is declared, it throws whatever the object's own methods throw.
   *
   * @throws java.io.NotSerializableException if it, or something in it, is not serializable
   * @throws IOException if it takes more than {@link Message#MAX_OBJECT} bytes
   */
  static ByteBuffer write(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    if (bytes.size() > Message.MAX_OBJECT) {
      throw new IOException(
          object.getClass().getName()
              + " takes "
              + bytes.size()
              + " bytes, the limit is "
              + Message.MAX_OBJECT);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  /**
   * Reads an object. Besides what is declared, it throws whatever the object's own methods throw.
   *
   * @throws InvalidClassException if the rules refuse a class in it; the message names the class
   */
  static Object read(ByteBuffer bytes, ObjectInputFilter rules)
      throws IOException, ClassNotFoundException {
    AcceptFilter filter = new AcceptFilter(rules);
    byte[] array = bytes.array();
    int offset = bytes.arrayOffset() + bytes.position();
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(array, offset, bytes.remaining()))) {
      in.setObjectInputFilter(filter);
      return in.readObject();
    } catch (InvalidClassException e) {
      throw filter.explain(e);
    }
  }
}
