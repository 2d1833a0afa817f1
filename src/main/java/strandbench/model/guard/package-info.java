/** Ways to keep other processes out of a critical section. */
package strandbench.model.guard;
