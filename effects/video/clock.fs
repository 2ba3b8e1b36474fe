/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Shows the time of day.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Overlay"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "size", "LABEL": "Height, 1 is the shorter side", "TYPE": "float",
      "DEFAULT": 0.12, "MIN": 0.02, "MAX": 0.5
    },
    { "NAME": "position", "TYPE": "point2D", "DEFAULT": [0.96, 0.94], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0] },
    { "NAME": "seconds", "LABEL": "With seconds", "TYPE": "bool", "DEFAULT": true },
    { "NAME": "color", "LABEL": "Colour of the digits", "TYPE": "color", "DEFAULT": [1.0, 1.0, 1.0, 1.0] },
    { "NAME": "fill", "LABEL": "Colour behind them", "TYPE": "color", "DEFAULT": [0.0, 0.0, 0.0, 0.5] }
  ]
}*/

// Hours, minutes and seconds of the machine's own time zone, in digits of 3 x 5 dots with a dot around them. `position`
// is the lower left corner of the frame at (0, 0), the upper right one at (1, 1), and the clock is always inside.

/** The dots of a digit as bits, 15 of them, rows from the top, the highest bit first. */
int dotsOf(int digit) {
  if (digit == 0) return 31599;
  if (digit == 1) return 11415;
  if (digit == 2) return 29671;
  if (digit == 3) return 29647;
  if (digit == 4) return 23497;
  if (digit == 5) return 31183;
  if (digit == 6) return 31215;
  if (digit == 7) return 29266;
  if (digit == 8) return 31727;
  return 31695;
}

bool isBit(int bits, int index) {
  return ((bits >> index) & 1) == 1;
}

/** Is there a dot? Each group of two digits and a colon is 4 + 4 + 2 dots wide.
 *  @param dot from the lower left corner of the digits */
bool isDot(ivec2 dot) {
  int group = dot.x / 10;
  int column = dot.x - 10 * group;
  if (column >= 8) return column == 8 && (dot.y == 1 || dot.y == 3);
  int time = int(DATE.w);
  int value = group == 0 ? time / 3600 : group == 1 ? (time / 60) % 60 : time % 60;
  int digit = column < 4 ? value / 10 : value % 10;
  int within = column % 4;
  return within < 3 && isBit(dotsOf(digit), 2 - within + 3 * dot.y);
}

void main() {
  vec4 pixel = IMG_THIS_PIXEL(inputImage);
  ivec2 dots = ivec2(seconds ? 27 : 17, 5);
  // Dots are whole pixels, so that their edges are sharp.
  float scale = max(floor(size * min(RENDERSIZE.x, RENDERSIZE.y) / 7.0 + 0.5), 1.0);
  vec2 box = scale * vec2(dots + 2);
  vec2 corner = floor(position * (RENDERSIZE - box) + 0.5);
  ivec2 dot = ivec2(floor((isf_FragNormCoord * RENDERSIZE - corner) / scale)) - 1;
  bool isBox = all(greaterThanEqual(dot, ivec2(-1))) && all(lessThanEqual(dot, dots));
  bool isDigits = all(greaterThanEqual(dot, ivec2(0))) && all(lessThan(dot, dots));
  vec4 layer = isDigits && isDot(dot) ? color : fill;
  gl_FragColor = vec4(isBox ? mix(pixel.rgb, layer.rgb, layer.a) : pixel.rgb, pixel.a);
}
