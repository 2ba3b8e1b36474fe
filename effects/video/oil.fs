/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Paints the picture with thick strokes of oil colour.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Stylize"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "radius", "LABEL": "Width of the brush in pixels", "TYPE": "float",
      "DEFAULT": 4.0, "MIN": 0.0, "MAX": 12.0, "NEUTRAL": 0.0
    }
  ],
  "PASSES": [{ "TARGET": "painted" }, {}]
}*/

// M. Kuwahara and others, Processing of RI-Angiocardiographic Images (1976): of the four squares that have a pixel at
// their corner, the most even one gives its mean colour. Done twice, the second time with half the brush, it leaves
// strokes rather than squares. Each square is seen by 3 x 3 samples.

vec4 sampleOf(int column, int row, float step) {
  vec2 place = isf_FragNormCoord + step * vec2(float(column), float(row)) / RENDERSIZE;
  return PASSINDEX == 0 ? IMG_NORM_PIXEL(inputImage, place) : IMG_NORM_PIXEL(painted, place);
}

void main() {
  float step = PASSINDEX == 0 ? radius / 2.0 : radius / 4.0;
  vec3 sums[4];
  vec3 squares[4];
  for (int i = 0; i < 4; i++) {
    sums[i] = vec3(0.0);
    squares[i] = vec3(0.0);
  }
  for (int row = -2; row <= 2; row++) {
    for (int column = -2; column <= 2; column++) {
      vec3 color = sampleOf(column, row, step).rgb;
      vec3 square = color * color;
      if (column <= 0 && row <= 0) { sums[0] += color; squares[0] += square; }
      if (column >= 0 && row <= 0) { sums[1] += color; squares[1] += square; }
      if (column <= 0 && row >= 0) { sums[2] += color; squares[2] += square; }
      if (column >= 0 && row >= 0) { sums[3] += color; squares[3] += square; }
    }
  }
  vec3 best = sums[0] / 9.0;
  float least = 1e9;
  for (int i = 0; i < 4; i++) {
    vec3 mean = sums[i] / 9.0;
    vec3 variance = squares[i] / 9.0 - mean * mean;
    float spread = variance.r + variance.g + variance.b;
    if (spread < least) {
      least = spread;
      best = mean;
    }
  }
  vec4 pixel = IMG_THIS_PIXEL(inputImage);
  gl_FragColor = radius <= 0.0 ? pixel : vec4(best, pixel.a);
}
