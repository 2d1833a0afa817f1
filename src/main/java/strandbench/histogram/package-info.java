/**
 * Histograms of an iteration, on their way from the benchmark that fills them to the result that
 * keeps them. Imports nothing else of the project.
 */
package strandbench.histogram;
