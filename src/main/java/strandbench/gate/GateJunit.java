package strandbench.gate;

import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import strandbench.result.BenchmarkKey;

/**
 * The verdict as JUnit's XML, which CI systems show: a test case per benchmark, one per removed
 * benchmark where that fails, and one for the gate's check of itself. What is inconclusive is
 * skipped, or fails where that was asked for.
 */
public final class GateJunit {
  private static final String SUITE = "strandbench gate";
  private static final String SELF_CHECK = "self-check";

  private final GateReport report;
  private final boolean inconclusiveFails;
  private final List<BenchmarkKey> removed;

  public GateJunit(GateReport report, boolean inconclusiveFails) {
    this.report = report;
    this.inconclusiveFails = inconclusiveFails;
    this.removed = report.setting().removedFails() ? report.setting().removed() : List.of();
  }

  /** The document. */
  public String xml() {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", SUITE);
      xml.writeAttribute("tests", Integer.toString(tests()));
      xml.writeAttribute("failures", Long.toString(failures()));
      xml.writeAttribute("errors", "0");
      xml.writeAttribute("skipped", Long.toString(inconclusiveFails ? 0 : inconclusive()));
      for (BenchmarkVerdict benchmark : report.benchmarks()) {
        write(xml, benchmark);
      }
      for (BenchmarkKey key : removed) {
        start(xml, key);
        element(xml, "failure", "HEAD has it no more", "");
        end(xml);
      }
      if (report.selfCheck() != null) {
        writeSelfCheck(xml);
      }
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeCharacters("\n");
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a string can be written to", e);
    }
    return text.toString();
  }

  private int tests() {
    return report.benchmarks().size() + removed.size() + (report.selfCheck() == null ? 0 : 1);
  }

  private long failures() {
    return count(Verdict.REGRESSION)
        + count(Verdict.FAILED)
        + removed.size()
        + (inconclusiveFails ? inconclusive() : 0);
  }

  private long inconclusive() {
    return count(Verdict.INCONCLUSIVE) + (selfCheckFails() ? 1 : 0);
  }

  private long count(Verdict verdict) {
    return report.benchmarks().stream().filter(each -> each.verdict() == verdict).count();
  }

  private boolean selfCheckFails() {
    SelfCheck check = report.selfCheck();
    return check != null && !check.passed();
  }

  private void write(XMLStreamWriter xml, BenchmarkVerdict benchmark) throws XMLStreamException {
    start(xml, benchmark.key());
    String message =
        benchmark.reason() != null
            ? benchmark.reason()
            : benchmark.verdict() + ", slow-down " + Figures.change(benchmark.slowDown());
    switch (benchmark.verdict()) {
      case REGRESSION, FAILED -> element(xml, "failure", message, figures(benchmark));
      case INCONCLUSIVE -> writeInconclusive(xml, message, figures(benchmark));
      case PASS, IMPROVEMENT -> element(xml, "system-out", null, figures(benchmark));
    }
    end(xml);
  }

  private void writeSelfCheck(XMLStreamWriter xml) throws XMLStreamException {
    SelfCheck check = report.selfCheck();
    start(xml, SUITE, SELF_CHECK);
    if (selfCheckFails()) {
      writeInconclusive(xml, "canary " + check.canary() + "; " + check.calibration(), "");
    }
    end(xml);
  }

  private void writeInconclusive(XMLStreamWriter xml, String message, String text)
      throws XMLStreamException {
    element(xml, inconclusiveFails ? "failure" : "skipped", message, text);
  }

  private static String figures(BenchmarkVerdict benchmark) {
    if (!benchmark.measured()) {
      return "";
    }
    return "slow-down "
        + benchmark.slowDown()
        + " ("
        + benchmark.low()
        + " to "
        + benchmark.high()
        + "), BASE "
        + benchmark.base()
        + ", HEAD "
        + benchmark.head()
        + " "
        + benchmark.unit()
        + ", "
        + benchmark.pairs()
        + " pairs";
  }

  private static void start(XMLStreamWriter xml, BenchmarkKey key) throws XMLStreamException {
    int method = key.benchmark().lastIndexOf('.');
    String shown = Figures.name(key);
    start(
        xml,
        key.benchmark().substring(0, Math.max(0, method)),
        shown.substring(shown.indexOf('.') + 1));
  }

  private static void start(XMLStreamWriter xml, String type, String name)
      throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", legal(type));
    xml.writeAttribute("name", legal(name));
  }

  private static void end(XMLStreamWriter xml) throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
  }

  private static void element(XMLStreamWriter xml, String name, String message, String text)
      throws XMLStreamException {
    xml.writeCharacters("\n    ");
    xml.writeStartElement(name);
    if (message != null) {
      xml.writeAttribute("message", legal(message));
    }
    xml.writeCharacters(legal(text));
    xml.writeEndElement();
  }

  /** XML 1.0 has no way to write most control characters; parameters and messages may hold them. */
  private static String legal(String text) {
    return text.codePoints()
        .map(
            each ->
                each == '\t'
                        || each == '\n'
                        || each == '\r'
                        || (each >= 0x20 && each <= 0xD7FF)
                        || (each >= 0xE000 && each <= 0xFFFD)
                        || each >= 0x10000
                    ? each
                    : 0xFFFD)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
