/**
 * Measures: plans cells, runs them in rounds of one JMH fork each, keeps every fork in a journal,
 * and says which cells are valid. The only package that drives JMH.
 */
package strandbench.run;
