/**
 * The gate: is HEAD slower than BASE? Two jars, measured in pairs, or two recorded results, and a
 * verdict per benchmark and one for all.
 */
package strandbench.gate;
