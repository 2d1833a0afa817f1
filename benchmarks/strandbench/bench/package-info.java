/** The JMH harnesses and nothing else; one class asks one question. */
package strandbench.bench;
