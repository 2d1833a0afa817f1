/**
 * Charts, page and Markdown from results: {@link strandbench.report.Report#write}.
 *
 * <p>Data flows one way: a result's {@code Cell}s are grouped into {@code Figure}s (a question, its
 * {@code Chart}, its {@code Table} and its {@code Verdict}); each chart description is drawn twice,
 * by {@code ChartImage} with XChart and by the page's script with ECharts; a page and a summary are
 * filled in from the same figures. Strandbench's own benchmarks are known by name; any other JMH
 * result gets plain charts. Nothing here touches the code that was measured.
 */
package strandbench.report;
