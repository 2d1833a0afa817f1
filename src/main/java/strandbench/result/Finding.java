package strandbench.result;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * What was found of the machine about one thing that can spoil a measurement.
 *
 * @param check a short name, for example {@code governor}
 * @param state whether it will
 * @param observed what was found, with its figures; or why it can't be told
 * @param spoils what it does to a measurement; empty where it is in order
 * @param remedy what to do about it; empty where it is in order
 */
public record Finding(String check, State state, String observed, String spoils, String remedy) {

  /** Whether it spoils a measurement. */
  public enum State {
    /** It may. */
    DOUBT,
    /** It could not be read. */
    UNKNOWN,
    /** It is in order. */
    FINE
  }

  public static Finding fine(String check, String observed) {
    return new Finding(check, State.FINE, observed, "", "");
  }

  public static Finding unknown(String check, String why) {
    return new Finding(check, State.UNKNOWN, why, "", "");
  }

  public static Finding doubt(String check, String observed, String spoils, String remedy) {
    return new Finding(check, State.DOUBT, observed, spoils, remedy);
  }

  @JsonIgnore
  public boolean isDoubt() {
    return state == State.DOUBT;
  }
}
