package strandbench.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How this project reads and writes JSON. Thread-safe. */
public final class Json {
  /** Reads and writes records; refuses unknown properties and trailing tokens. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** What Jackson puts before a place where it does not show the text. */
  private static final String NO_SOURCE = "\\[Source: REDACTED [^;]*; ";

  private Json() {}

  /**
   * Reads a file.
   *
   * @throws UnusableInputException if it is missing, truncated, not JSON or not a {@code type}
   */
  public static <T> T read(Path file, Class<T> type) {
    try {
      T value = MAPPER.readValue(Files.readString(file), type);
      if (value == null) {
        throw new UnusableInputException(file + ": holds no " + type.getSimpleName());
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new UnusableInputException(file + ": " + oneLine(e), e);
    } catch (IOException e) {
      throw UnusableInputException.unreadable(file, e);
    }
  }

  /**
   * Replaces a file as a whole: a reader sees the old content or the new, never a part of it.
   *
   * @throws UnusableInputException if it can't be written; what stood there still stands
   */
  public static void write(Path file, Object value) {
    WholeFile.write(file, text(value) + "\n");
  }

  /** A value as JSON, without a line end after it. */
  public static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not fit for JSON: " + value.getClass(), e);
    }
  }

  /** The parser's complaint and where, without the excerpt of the source; or the value's own. */
  static String oneLine(JsonProcessingException e) {
    if (e.getCause() instanceof UnusableInputException complaint) {
      return complaint.getMessage();
    }
    String where =
        e.getLocation() == null
            ? ""
            : " at line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr();
    return "not the JSON that is wanted here: "
        + e.getOriginalMessage().lines().findFirst().orElse("").replaceAll(NO_SOURCE, "[")
        + where;
  }
}
