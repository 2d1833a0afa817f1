/** Ways to pass items from producers to consumers. */
package strandbench.model.queue;
