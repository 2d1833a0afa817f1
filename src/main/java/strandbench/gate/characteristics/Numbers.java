package strandbench.gate.characteristics;

import java.math.BigDecimal;
import java.math.MathContext;

/** How figures are written. */
final class Numbers {
  private Numbers() {}

  /** 0.05 as {@code 5}, 0.003 as {@code 0.3}: three digits that count. */
  static String percent(double share) {
    return plain(100 * share);
  }

  /** Three digits that count, without an exponent. */
  static String plain(double value) {
    BigDecimal rounded = new BigDecimal(value, new MathContext(3));
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /** A share with its interval. */
  static String share(Share share) {
    return percent(share.value())
        + "% ("
        + percent(share.low())
        + " to "
        + percent(share.high())
        + ")";
  }
}
