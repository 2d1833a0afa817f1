package strandbench.process.shared;

import java.util.Arrays;
import java.util.stream.Stream;
import strandbench.process.wire.AcceptFilter;
import strandbench.process.wire.Hub;

/** What may travel through a shared thing: what its maker accepts, and handles of shared things. */
final class HandleRules {
  private HandleRules() {}

  /**
   * The rules as text, for {@link java.io.ObjectInputFilter.Config#createFilter}.
   *
   * @throws IllegalArgumentException if an accepted pattern is none
   */
  static String of(String... accepted) {
    Stream<String> own =
        Stream.of(HandleRules.class.getPackageName() + ".*", Hub.Address.class.getName());
    return AcceptFilter.rules(Stream.concat(Arrays.stream(accepted), own).toList());
  }
}
