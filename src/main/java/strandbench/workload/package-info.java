/**
 * The work that benchmarks hand to the models: serializable tasks that know their right answer.
 * Imports nothing else of the project.
 */
package strandbench.workload;
