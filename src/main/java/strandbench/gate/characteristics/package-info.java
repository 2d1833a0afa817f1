/**
 * How often the gate is wrong: its error rates, power, coverage and cost, simulated and from
 * recorded forks, beside those of what others use.
 */
package strandbench.gate.characteristics;
