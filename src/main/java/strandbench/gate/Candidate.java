package strandbench.gate;

/**
 * A benchmark that both jars have.
 *
 * @param base BASE's
 * @param copy the same, from a copy of BASE's jar
 * @param head HEAD's
 */
public record Candidate(Arm base, Arm copy, Arm head) {}
