package strandbench.stats;

import java.util.function.Function;

/**
 * What came of fitting a law to points: the law, or why the points don't settle it.
 *
 * @param <L> the law
 */
public sealed interface Fit<L> {

  /** The points settle the law's parameters, as well as their intervals say. */
  record Identified<L>(L law) implements Fit<L> {}

  /**
   * The points don't settle them.
   *
   * @param reason in words, without a full stop
   */
  record NotIdentifiable<L>(String reason) implements Fit<L> {}

  /** Whichever of the two applies. */
  default <T> T either(Function<? super L, T> identified, Function<String, T> notIdentifiable) {
    return switch (this) {
      case Identified<L> fit -> identified.apply(fit.law());
      case NotIdentifiable<L> none -> notIdentifiable.apply(none.reason());
    };
  }
}
