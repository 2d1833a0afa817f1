/** HTTP clients, each with whoever waits for its answers. */
package strandbench.model.client;
