package strandbench.report;

import java.util.Locale;

/**
 * The colours of a heat map: one hue from light to dark, so that the order is seen by readers with
 * any kind of colour vision, and in grey print. The five stops are taken from ColorBrewer's Blues
 * (Brewer 2003).
 */
final class HeatScale {
  private static final int[] STOPS = {0xf7fbff, 0xc6dbef, 0x6baed6, 0x2171b5, 0x08306b};
  private static final int DARK_TEXT = 0x1a1a1a;
  private static final int LIGHT_TEXT = 0xffffff;

  private HeatScale() {}

  /** {@code #rrggbb} of a share; shares outside of 0 to 1 have the colour of the nearest end. */
  static String color(double share) {
    return hex(rgb(share));
  }

  /** {@code #rrggbb} of text on that colour, whichever of dark and light has more contrast. */
  static String textColor(double share) {
    double background = luminance(rgb(share));
    double onLight = (background + 0.05) / (luminance(DARK_TEXT) + 0.05);
    double onDark = (luminance(LIGHT_TEXT) + 0.05) / (background + 0.05);
    return hex(onLight >= onDark ? DARK_TEXT : LIGHT_TEXT);
  }

  private static String hex(int rgb) {
    return String.format(Locale.ROOT, "#%06x", rgb);
  }

  private static int rgb(double share) {
    double at = Math.clamp(share, 0, 1) * (STOPS.length - 1);
    int stop = Math.min((int) at, STOPS.length - 2);
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = STOPS[stop] >> shift & 0xff;
      int to = STOPS[stop + 1] >> shift & 0xff;
      rgb |= (int) Math.round(from + (at - stop) * (to - from)) << shift;
    }
    return rgb;
  }

  /** Relative luminance as WCAG 2 defines it. */
  private static double luminance(int rgb) {
    return 0.2126 * linear(rgb >> 16 & 0xff)
        + 0.7152 * linear(rgb >> 8 & 0xff)
        + 0.0722 * linear(rgb & 0xff);
  }

  private static double linear(int channel) {
    double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
