package strandbench.process.shared;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HexFormat;

/** Shared objects as text, for processes that are no workers of a pool. */
final class Handles {
  private Handles() {}

  static String write(SharedObject object) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  static <T extends SharedObject> T read(String text, Class<T> type) throws IOException {
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(text)))) {
      return type.cast(in.readObject());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
