package strandbench.report;

import java.awt.Color;
import java.awt.Font;

/** Fonts and colours of images, and how large their marks are. */
final class Ink {
  static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 20);
  static final Font QUESTION = new Font(Font.SANS_SERIF, Font.PLAIN, 15);
  static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
  // Not 12: VectorGraphics2D takes that for the default, and leaves it out of the SVG.
  static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  static final Font STAMP = new Font(Font.SANS_SERIF, Font.BOLD, 13);

  static final Color INK = new Color(0x1a1a1a);
  static final Color FAINT = new Color(0x555555);
  static final Color GRID = new Color(0xe4e4e4);
  static final Color REFERENCE = new Color(0x666666);

  /** Around an image, in pixels. */
  static final int MARGIN = 24;

  /** Of a point, in pixels. */
  static final float RADIUS = 5.5f;

  private Ink() {}
}
