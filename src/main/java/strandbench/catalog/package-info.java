/**
 * What the code says about itself, for {@code strandbench list}. Imports nothing else of the
 * project; everything may import it.
 */
package strandbench.catalog;
