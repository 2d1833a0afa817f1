/** Ways to divide work, have the parts done at once, and put their answers together. */
package strandbench.workload.division;
