package strandbench.origin;

import java.util.SplittableRandom;

/**
 * Which requests to pages that may fail do fail. A request's fate hangs on the page, on which
 * attempt it is, and on the seed: nothing that happens in a run changes it, so that a client knows
 * beforehand what it must meet.
 *
 * @param resetPermille how many of a thousand requests are met by a {@link Fault#RESET}
 * @param errorPermille how many by an {@link Fault#ERROR}
 * @param silencePermille how many by {@link Fault#SILENCE}
 * @param seed of the choice
 */
public record Faults(int resetPermille, int errorPermille, int silencePermille, long seed) {
  /** No request fails. */
  public static final Faults NONE = new Faults(0, 0, 0, 0);

  private static final int THOUSAND = 1000;

  /**
   * Checks the shares.
   *
   * @throws IllegalArgumentException if one is negative, or they are more than all together
   */
  public Faults {
    if (resetPermille < 0
        || errorPermille < 0
        || silencePermille < 0
        || (long) resetPermille + errorPermille + silencePermille > THOUSAND) {
      throw new IllegalArgumentException(
          "shares of faults must be 0 to 1000 thousandths together: %d, %d, %d"
              .formatted(resetPermille, errorPermille, silencePermille));
    }
  }

  /**
   * The fate of a request.
   *
   * @param page the page's number
   * @param attempt which attempt at it this is, the first being 1
   */
  public Fault of(int page, int attempt) {
    int draw = new SplittableRandom(seed ^ (((long) page << 32) | attempt)).nextInt(THOUSAND);
    if (draw < resetPermille) {
      return Fault.RESET;
    }
    if (draw < resetPermille + errorPermille) {
      return Fault.ERROR;
    }
    return draw < resetPermille + errorPermille + silencePermille ? Fault.SILENCE : Fault.NONE;
  }
}
