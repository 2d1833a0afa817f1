package strandbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class MainTest {
  private static final int JAVA_8 = 52;

  /** An older JVM must load it to say what is needed. */
  @Test
  void loadsOnJava8() throws IOException {
    try (InputStream in = Main.class.getResourceAsStream("Main.class");
        DataInputStream header = new DataInputStream(in)) {
      assertThat(header.readInt()).isEqualTo(0xCAFEBABE);
      assertThat(header.readUnsignedShort()).isZero();
      assertThat(header.readUnsignedShort()).isEqualTo(JAVA_8);
    }
  }
}
