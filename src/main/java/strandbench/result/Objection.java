package strandbench.result;

/**
 * Why a fork or a cell is not valid.
 *
 * @param rule the name of the validity rule that objects
 * @param reason one line, with the figures
 */
public record Objection(String rule, String reason) {}
