package strandbench.gate;

import java.util.Locale;

/** Why no more pairs were measured. */
public enum Ending {
  /** Every benchmark is decided, and so are the riders. */
  DECIDED,
  /** What is not decided would hardly be by as many pairs as there may be. */
  UNDECIDABLE,
  /** As many pairs as the rules have. */
  MOST_PAIRS,
  /** The budget does not reach to the next look. */
  BUDGET_USED_UP,
  /** The canary found a difference where there is none. */
  CANARY_ALARM,
  /** Asked to stop. */
  INTERRUPTED;

  String inWords() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
