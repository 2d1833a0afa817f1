package strandbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.providers.EmbeddedResourceAxeProvider;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;
import strandbench.result.CellResult;
import strandbench.result.Metric;
import strandbench.result.Result;

/** The page in a real browser. */
class PageTest {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Result STANDARD = Fixtures.standard(5);
  private static final String EVIL =
      "</script><script>document.title='broken'</script>\"',\u2028;<!--";

  @TempDir static Path temp;
  private static ChromeDriver browser;

  // Selenium warns of every Chromium that is newer than itself.
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  @BeforeAll
  static void open() {
    assumeTrue(
        Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
        "the page is tested only where Debian's chromium and chromium-driver are installed");
    Report.write(List.of(STANDARD), temp.resolve("standard"));
    Report.write(List.of(Fixtures.standard(1)), temp.resolve("smoke"));
    Report.write(List.of(ReportTest.foreign(EVIL)), temp.resolve("foreign"));
    Report.write(List.of(QuestionFixtures.all(5)), temp.resolve("questions"));
    Report.write(List.of(LevelFixture.threads(5).result()), temp.resolve("levels"));
    Report.write(List.of(small(), ReportTest.foreign("x")), temp.resolve("several"));
    SELENIUM.setLevel(Level.SEVERE);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toString());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + temp.resolve("profile"));
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    browser =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build(),
            options);
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.quit();
    }
  }

  /** Two models on one question, with profiles of some cells. */
  private static Result small() {
    Fixtures run = new Fixtures(3, 2);
    run.baselines(1);
    run.counting("VIRTUAL_THREADS", 2, 1.9, 0.01);
    run.counting("PROCESS_POOL", 2, 1.8, 0.01);
    return ProfilesTest.with(ProfilesTest.PROFILES, run.result("small", "standard"));
  }

  private static void show(String report, int width) {
    // Not the window's size: a window can't be as narrow as a telephone.
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    browser.get(temp.resolve(report).resolve("index.html").toUri().toString());
    await(() -> browser.executeScript("return document.documentElement.dataset.ready") != null);
  }

  private static void await(BooleanSupplier condition) {
    new WebDriverWait(browser, Duration.ofSeconds(10)).until(any -> condition.getAsBoolean());
  }

  /** A chart is drawn when a reader comes near it. */
  private static void draw(String charts) {
    browser.executeAsyncScript(
        """
        const done = arguments[arguments.length - 1];
        (async () => {
          for (const box of document.querySelectorAll(arguments[0])) {
            box.scrollIntoView();
            while (!box.dataset.drawn) await new Promise(requestAnimationFrame);
          }
          scrollTo(0, 0);
          done();
        })();
        """,
        charts);
  }

  private static void colors(String scheme) {
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  private static List<String> texts(String selector) {
    return strings(
        "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)", selector);
  }

  private static List<String> shownTexts(String selector) {
    return strings(
        """
        return [...document.querySelectorAll(arguments[0])]
            .filter(element => element.checkVisibility())
            .map(element => element.textContent)
        """,
        selector);
  }

  private static List<Double> values(String selector) {
    return strings(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.dataset.value)",
            selector)
        .stream()
        .map(Double::valueOf)
        .toList();
  }

  private static List<String> strings(String script, String selector) {
    return ((List<?>) browser.executeScript(script, selector))
        .stream().map(String::valueOf).toList();
  }

  /** A click that need not scroll to what it hits. */
  private static void press(WebElement button) {
    browser.executeScript("arguments[0].click()", button);
  }

  @Test
  void opensWithoutErrorsAndFitsEveryWidth() {
    for (String report : List.of("smoke", "foreign", "questions", "levels", "several")) {
      for (int width : new int[] {400, 1600}) {
        show(report, width);
        draw(".chart");

        String where = report + " at " + width;
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).as(where).isEmpty();
        assertThat(browser.executeScript("return document.documentElement.scrollWidth"))
            .as(where)
            .isEqualTo(browser.executeScript("return document.documentElement.clientWidth"));
        for (WebElement chart : browser.findElements(By.cssSelector(".chart"))) {
          assertThat(chart.findElements(By.cssSelector("svg path"))).as(where).isNotEmpty();
        }
      }
    }
  }

  @Test
  void theFiguresAreThoseOfTheResult() {
    show("standard", 1600);
    int checked = 0;
    for (WebElement row : browser.findElements(By.cssSelector("#fetches tbody tr"))) {
      List<WebElement> cells = row.findElements(By.cssSelector("th, td"));
      String value = cells.get(2).getDomAttribute("data-value");
      if (value == null) {
        assertThat(cells.get(2).getText()).isEqualTo("–");
        assertThat(cells.getLast().getText()).isNotEqualTo("measured");
        continue;
      }
      double expected =
          mean(
              cell(cells.get(0).getText(), cells.get(1).getText())
                  .secondary("fetches")
                  .orElseThrow());
      assertThat(Double.parseDouble(value)).isCloseTo(expected, within(1e-9 * expected));
      assertThat(Double.parseDouble(cells.get(2).getText().replace(",", "")))
          .isCloseTo(expected, within(1e-3 * expected));
      checked++;
    }
    assertThat(checked).isEqualTo(21);
  }

  private static CellResult cell(String model, String inFlight) {
    return STANDARD.cells().stream()
        .filter(cell -> cell.key().benchmark().equals(FetchFigures.BENCHMARK))
        .filter(cell -> Names.words(cell.key().param("model")).equals(model))
        .filter(cell -> cell.key().param("inFlight").equals(inFlight))
        .findFirst()
        .orElseThrow();
  }

  private static double mean(Metric metric) {
    return Arrays.stream(metric.forkMeans()).average().orElseThrow();
  }

  @Test
  void aHeatMapShowsEveryCellWithItsFigure() {
    show("questions", 1600);
    draw("#efficiency .chart");
    List<String> texts = texts("#efficiency .chart svg text");
    List<HeatCell> heat =
        Chapter.of(QuestionFixtures.all(5), 0).figures().getFirst().chart().heat();

    assertThat(texts).containsAll(heat.stream().map(HeatCell::text).toList());
    assertThat(texts.stream().filter(text -> text.endsWith("%") || text.equals("–")))
        .hasSameSizeAs(heat);
    assertThat(texts).contains("fork/join pool at parallelism 2");
  }

  @Test
  void nothingBarsReadersWhoSeeOtherwise() throws Exception {
    // Two chapters: one of a run, one of a plain file.
    show("several", 1600);
    draw(".chart");
    browser.executeScript(new EmbeddedResourceAxeProvider().getScript());
    assertThat(violations("{}")).isEqualTo(List.of());

    colors("dark");
    assertThat(violations("{runOnly: ['color-contrast']}")).isEqualTo(List.of());
    colors("light");
  }

  /**
   * What axe finds wrong. Its own Java binding brings all that is right as well, which takes 20
   * times as long. A drawing is an image with a text of its own, and what holds for two rows of a
   * table holds for all.
   */
  private static Object violations(String options) {
    return browser.executeAsyncScript(
        """
        const done = arguments[arguments.length - 1];
        axe.run({exclude: ['.chart svg', 'tbody tr:nth-child(n + 3)']}, {...%s, resultTypes: ['violations']})
          .then(found => done(found.violations.flatMap(
            rule => rule.nodes.map(node => rule.id + ': ' + node.html))));
        """
            .formatted(options));
  }

  @Test
  void everyControlIsReachedByKeyboard() {
    show("smoke", 1600);
    long controls =
        (long)
            browser.executeScript(
                """
                const all = 'a[href], button, input, summary, [tabindex]';
                window.missed = new Set([...document.querySelectorAll(all)]
                    .filter(element => element.checkVisibility()));
                document.addEventListener('focusin', event => window.missed.delete(event.target));
                return window.missed.size;
                """);
    // Charts that come near while one tabs have legends, which are buttons.
    new Actions(browser).sendKeys(Keys.TAB.toString().repeat((int) controls + 60)).perform();

    assertThat(controls).isGreaterThan(40);
    assertThat(browser.executeScript("return [...window.missed].map(element => element.outerHTML)"))
        .isEqualTo(List.of());
  }

  @Test
  void everyChartHasItsTextAndItsTable() {
    show("questions", 1600);
    for (WebElement figure : browser.findElements(By.cssSelector(".figure"))) {
      WebElement chart = figure.findElement(By.cssSelector(".chart"));
      assertThat(chart.getDomAttribute("role")).isEqualTo("img");
      assertThat(chart.getDomAttribute("aria-label")).isNotBlank();
      assertThat(figure.findElements(By.cssSelector("caption"))).isNotEmpty();
      assertThat(figure.findElements(By.cssSelector("tbody th[scope=row]"))).isNotEmpty();
    }
  }

  @Test
  void aTableIsSortedByAColumn() {
    show("standard", 1600);
    WebElement head =
        browser.findElement(By.xpath("//*[@id='speedup']//th[contains(., 'Kernel')]"));
    List<Double> values = values("#speedup tbody td:nth-child(7)");
    press(head.findElement(By.tagName("button")));

    assertThat(head.getDomAttribute("aria-sort")).isEqualTo("ascending");
    assertThat(values("#speedup tbody td:nth-child(7)"))
        .isEqualTo(values.stream().sorted().toList())
        .isNotEqualTo(values);
    press(head.findElement(By.tagName("button")));
    assertThat(head.getDomAttribute("aria-sort")).isEqualTo("descending");
    assertThat(values("#speedup tbody td:nth-child(7)"))
        .isEqualTo(values.stream().sorted(Comparator.reverseOrder()).toList());
  }

  @Test
  void whatHasNoFigureIsSortedToTheEnd() {
    show("standard", 1600);
    WebElement button =
        browser.findElement(By.xpath("//*[@id='fetches']//th[contains(., 'Fetches/s')]/button"));
    for (int click = 0; click < 2; click++) {
      press(button);
      assertThat(texts("#fetches tbody td:nth-child(3)")).endsWith("–", "–", "–");
    }
  }

  @Test
  void aTableIsCopiedAsCsvWithItsExactValues() throws IOException {
    show("foreign", 1600);
    browser.executeScript("navigator.clipboard.writeText = async text => { window.copied = text }");
    WebElement button = browser.findElement(By.cssSelector(".figure .copy"));
    press(button);
    await(() -> button.getText().startsWith("Copied"));

    List<List<String>> rows = new ArrayList<>();
    try (MappingIterator<List<String>> read =
        new CsvMapper()
            .readerForListOf(String.class)
            .with(CsvParser.Feature.WRAP_AS_ARRAY)
            .readValues((String) browser.executeScript("return window.copied"))) {
      read.forEachRemaining(rows::add);
    }
    assertThat(rows).hasSize(5);
    assertThat(rows.get(0)).startsWith("Row", "Average time (us/op)", "95% interval");
    assertThat(rows.get(1).get(0)).endsWith(EVIL);
    assertThat(Double.parseDouble(rows.get(1).get(1))).isCloseTo(10.2, within(1e-9));
    assertThat(rows.get(4).get(1)).isEqualTo("–");
  }

  @Test
  void theFilterOfModelsHidesThemOnChartsAndInTables() {
    show("standard", 1600);
    draw("#speedup .chart");
    long before = paths();
    List<String> rows = texts(".figure tbody th");
    press(
        browser.findElement(
            By.xpath("//*[@id='models-shown']//button[contains(., 'process pool')]")));

    assertThat(paths()).isLessThan(before);
    assertThat(shownTexts("#speedup .legend button")).doesNotContain("process pool");
    assertThat(shownTexts(".figure tbody th"))
        .contains("virtual threads")
        .doesNotContain("process pool");
    assertThat(shownTexts("#shown").getFirst())
        .startsWith(
            "%d of %d rows in "
                .formatted(
                    rows.stream()
                        .filter(row -> !row.matches("process pool|.*model=PROCESS_POOL.*"))
                        .count(),
                    rows.size()));
    press(browser.findElement(By.cssSelector(".filter [type=reset]")));
    await(() -> paths() == before);
    assertThat(shownTexts(".figure tbody th")).contains("process pool");
  }

  @Test
  void theFilterOfBenchmarksHidesRowsAndCharts() {
    show("several", 1600);
    draw("#r2-plain-1-org-example-some .chart");
    WebElement find = browser.findElement(By.id("find"));
    find.sendKeys("some.two");
    await(() -> !shownTexts("#shown").isEmpty());

    assertThat(shownTexts(".figure tbody th")).containsExactly("3  two p=x", "4  two p=y");
    assertThat(texts("#r2-plain-1-org-example-some .chart svg text"))
        .contains("3  two p=x")
        .doesNotContain("1  one p=x");
    assertThat(shownTexts("#shown").getFirst()).contains(" in 1 of ");
    find.clear();
    find.sendKeys("kernel");
    await(() -> browser.findElement(By.id("spread-2")).isDisplayed());
    assertThat(browser.findElement(By.id("speedup")).isDisplayed()).isFalse();
  }

  @Test
  void anOpenPageIsPrintedLightAndWhole() {
    colors("dark");
    show("standard", 1600);
    browser.executeScript("dispatchEvent(new Event('beforeprint'))");

    assertThat(texts(".chart[data-drawn]")).hasSameSizeAs(texts(".chart"));
    assertThat(
            browser.executeScript(
                "return document.querySelector('.chart svg text').getAttribute('fill')"))
        .isEqualTo("#1a1a1a");
    browser.executeScript("dispatchEvent(new Event('afterprint'))");
    assertThat(
            browser.executeScript(
                "return document.querySelector('.chart svg text').getAttribute('fill')"))
        .isEqualTo("#e8e8e8");
    colors("light");
  }

  @Test
  void theFirstScreenAnswersAndLinks() {
    show("standard", 1600);

    assertThat(browser.findElements(By.cssSelector(".answer a")))
        .extracting(link -> link.getDomAttribute("href"))
        .containsExactly("#speedup", "#fetches");
    assertThat(shownTexts(".answer .aside").getFirst()).contains("95% interval");
    assertThat(browser.findElement(By.cssSelector(".first")).getText())
        .contains(
            "No single answer at parallelism 2", "Virtual threads are fastest", "Test CPU 3000");
    assertThat(browser.findElements(By.cssSelector(".warning"))).isEmpty();
  }

  @Test
  void smokeSaysSo() {
    show("smoke", 1600);

    assertThat(browser.findElement(By.cssSelector(".warning")).getText())
        .contains("smoke", "not for conclusions");
    assertThat(browser.findElements(By.cssSelector(".answer")))
        .allMatch(answer -> answer.getText().contains("No verdict"));
  }

  @Test
  void aForeignNameRunsNothing() {
    show("foreign", 1600);

    assertThat(browser.getTitle()).isEqualTo("Strandbench: foreign <b>.json");
    assertThat(texts(".figure tbody th").getFirst()).endsWith(EVIL);
  }

  @Test
  void aSeriesCanBeHidden() {
    show("standard", 1600);
    draw("#speedup .chart");
    WebElement button =
        browser.findElement(By.xpath("//*[@id='speedup']//button[contains(., 'process pool')]"));
    long before = paths();
    button.click();

    assertThat(button.getDomAttribute("aria-pressed")).isEqualTo("false");
    new WebDriverWait(browser, Duration.ofSeconds(5)).until(page -> paths() < before);
  }

  @Test
  void theBandOfALawIsDrawnAndHiddenWithItsLine() {
    show("levels", 1600);
    draw("#plain-1-org-example-cache .chart");
    assertThat(bands()).isEqualTo(1);
    press(
        browser.findElement(
            By.xpath("//*[@id='plain-1-org-example-cache']//button[contains(., 'get')]")));

    await(() -> bands() == 0);
  }

  private static long bands() {
    return (long)
        browser.executeScript(
            "return document.querySelectorAll("
                + "'#plain-1-org-example-cache .chart svg path[fill-opacity=\"0.16\"]').length");
  }

  private static long paths() {
    return (long)
        browser.executeScript(
            "return document.querySelectorAll('#speedup .chart svg path').length");
  }
}
