package strandbench.gate.characteristics;

import java.util.List;

/**
 * What one part of the study found.
 *
 * @param goals in the order of importance
 * @param tables the figures
 */
record Findings(List<Goal> goals, List<Table> tables) {
  Findings {
    goals = List.copyOf(goals);
    tables = List.copyOf(tables);
  }
}
