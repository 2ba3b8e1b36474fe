/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Paints the picture with thick strokes of oil colour.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Stylize"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "radius", "LABEL": "Width of the brush in pixels", "TYPE": "float", "UNIT": "px",
      "DEFAULT": 4.0, "MIN": 0.0, "MAX": 12.0, "NEUTRAL": 0.0
    }
  ],
  "PASSES": [
    { "TARGET": "bands", "HEIGHT": "ceil($HEIGHT / 2)" },
    { "TARGET": "small", "WIDTH": "ceil($WIDTH / 2)", "HEIGHT": "ceil($HEIGHT / 2)" },
    { "TARGET": "squares", "WIDTH": "ceil($WIDTH / 2)", "HEIGHT": "ceil($HEIGHT / 2)" },
    { "TARGET": "painted", "WIDTH": "ceil($WIDTH / 2)", "HEIGHT": "ceil($HEIGHT / 2)" },
    { "TARGET": "smallSquares", "WIDTH": "ceil($WIDTH / 2)", "HEIGHT": "ceil($HEIGHT / 2)" },
    { "TARGET": "strokes", "WIDTH": "ceil($WIDTH / 2)", "HEIGHT": "ceil($HEIGHT / 2)" },
    { "TARGET": "wide", "HEIGHT": "ceil($HEIGHT / 2)" },
    {}
  ]
}*/

// M. Kuwahara and others, Processing of RI-Angiocardiographic Images (1976): of the four squares that have a pixel at
// their corner, the most even one gives its mean colour; others count by the deviation to the power of -12 (G. Papari,
// N. Petkov, P. Campisi, Artistic Edge and Corner Enhancing Smoothing, 2007). Done twice, the second time with half the
// brush, it leaves strokes rather than squares. Each square is seen by 3 x 3 samples, at half the size of the picture. In the
// end each pixel takes, of the four strokes around it, the colour that is most like its own. A brush of less than two pixels
// paints as one of two does, but only so thickly.

// A little more, lest rounding errors decide about halves.
const float nudge = 0.0005;

/** The brush's width in pixels of half the size. */
float brush() {
  return 0.5 * max(radius, 2.0);
}

float power6(float x) {
  return x * x * x * x * x * x;
}

/** Adds the square whose mean and deviation a pixel holds. */
void addSquare(inout vec4 sum, vec4 square) {
  float weight = 1.0 / power6(square.a * square.a + 0.00002);
  sum += vec4(weight * square.rgb, weight);
}

/** Adds a stroke. */
void addStroke(inout vec4 sum, vec3 color, vec3 stroke) {
  vec3 apart = stroke - color;
  float weight = 1.0 / power6(dot(apart, apart) + 0.0001);
  sum += vec4(weight * stroke, weight);
}

void main() {
  // Pictures of one size have their pixels in the same place.
  vec2 here = gl_FragCoord.xy;
  if (PASSINDEX == 0) {
    vec2 place = vec2(isf_FragNormCoord.x, 2.0 * here.y / IMG_SIZE(inputImage).y);
    gl_FragColor = vec4(IMG_NORM_PIXEL(inputImage, place).rgb + nudge, 1.0);
  } else if (PASSINDEX == 1) {
    vec2 place = vec2(2.0 * here.x, here.y) / IMG_SIZE(bands);
    gl_FragColor = vec4(IMG_NORM_PIXEL(bands, place).rgb + nudge, 1.0);
  } else if (PASSINDEX == 2 || PASSINDEX == 4) {
    float step = PASSINDEX == 2 ? brush() / 2.0 : brush() / 4.0;
    vec3 sum = vec3(0.0);
    vec3 squares = vec3(0.0);
    for (int row = -1; row <= 1; row++) {
      for (int column = -1; column <= 1; column++) {
        vec2 place = here + step * vec2(float(column), float(row));
        vec3 color = PASSINDEX == 2
          ? IMG_NORM_PIXEL(small, place / IMG_SIZE(small)).rgb
          : IMG_NORM_PIXEL(painted, place / IMG_SIZE(painted)).rgb;
        sum += color;
        squares += color * color;
      }
    }
    vec3 mean = sum / 9.0;
    vec3 variance = squares / 9.0 - mean * mean;
    gl_FragColor = vec4(mean, sqrt(max(variance.r + variance.g + variance.b, 0.0)));
  } else if (PASSINDEX == 3) {
    float step = brush() / 2.0;
    vec4 sum = vec4(0.0);
    addSquare(sum, IMG_NORM_PIXEL(squares, (here + vec2(-step, -step)) / IMG_SIZE(squares)));
    addSquare(sum, IMG_NORM_PIXEL(squares, (here + vec2(step, -step)) / IMG_SIZE(squares)));
    addSquare(sum, IMG_NORM_PIXEL(squares, (here + vec2(-step, step)) / IMG_SIZE(squares)));
    addSquare(sum, IMG_NORM_PIXEL(squares, (here + vec2(step, step)) / IMG_SIZE(squares)));
    gl_FragColor = vec4(sum.rgb / sum.a, 1.0);
  } else if (PASSINDEX == 5) {
    // Squares are not smaller than the pixels they are made of.
    float step = max(brush() / 4.0, 1.0);
    vec4 sum = vec4(0.0);
    addSquare(sum, IMG_NORM_PIXEL(smallSquares, (here + vec2(-step, -step)) / IMG_SIZE(smallSquares)));
    addSquare(sum, IMG_NORM_PIXEL(smallSquares, (here + vec2(step, -step)) / IMG_SIZE(smallSquares)));
    addSquare(sum, IMG_NORM_PIXEL(smallSquares, (here + vec2(-step, step)) / IMG_SIZE(smallSquares)));
    addSquare(sum, IMG_NORM_PIXEL(smallSquares, (here + vec2(step, step)) / IMG_SIZE(smallSquares)));
    gl_FragColor = vec4(sum.rgb / sum.a, 1.0);
  } else if (PASSINDEX == 6) {
    vec2 place = vec2(floor(0.5 * floor(here.x)) + 0.5, here.y);
    gl_FragColor = IMG_NORM_PIXEL(strokes, place / IMG_SIZE(strokes));
  } else {
    vec4 pixel = IMG_THIS_PIXEL(inputImage);
    float below = (floor(0.5 * (floor(here.y) - 1.0)) + 0.5) / IMG_SIZE(wide).y;
    float above = (floor(0.5 * (floor(here.y) + 1.0)) + 0.5) / IMG_SIZE(wide).y;
    float left = (here.x - 1.0) / RENDERSIZE.x;
    float right = (here.x + 1.0) / RENDERSIZE.x;
    vec4 sum = vec4(0.0);
    addStroke(sum, pixel.rgb, IMG_NORM_PIXEL(wide, vec2(left, below)).rgb);
    addStroke(sum, pixel.rgb, IMG_NORM_PIXEL(wide, vec2(right, below)).rgb);
    addStroke(sum, pixel.rgb, IMG_NORM_PIXEL(wide, vec2(left, above)).rgb);
    addStroke(sum, pixel.rgb, IMG_NORM_PIXEL(wide, vec2(right, above)).rgb);
    gl_FragColor = vec4(mix(pixel.rgb, sum.rgb / sum.a, min(0.5 * radius, 1.0)), pixel.a);
  }
}
