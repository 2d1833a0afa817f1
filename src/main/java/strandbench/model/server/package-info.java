/** Ways to serve many clients at once. */
package strandbench.model.server;
