/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Bends the curve of brightness: shadows, midtones and highlights, each up or down.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Color Adjustment"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "shadows", "TYPE": "float", "DEFAULT": -0.7, "MIN": -1.0, "MAX": 1.0, "NEUTRAL": 0.0 },
    { "NAME": "midtones", "TYPE": "float", "DEFAULT": 0.0, "MIN": -1.0, "MAX": 1.0, "NEUTRAL": 0.0 },
    { "NAME": "highlights", "TYPE": "float", "DEFAULT": 0.7, "MIN": -1.0, "MAX": 1.0, "NEUTRAL": 0.0 }
  ]
}*/

// A Bernstein polynomial of degree 4 from (0, 0) to (1, 1), the same for red, green and blue. Its inner control points
// stand at 1/4, 1/2 and 3/4; on the diagonal they make the curve a straight line. Each parameter moves one of them by
// up to a quarter, so that the curve never falls: lighter stays lighter.

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  vec3 controls = vec3(0.25, 0.5, 0.75) + 0.25 * vec3(shadows, midtones, highlights);
  vec3 x = color.rgb;
  vec3 y = 1.0 - x;
  vec3 curve = 4.0 * controls.x * x * y * y * y
    + 6.0 * controls.y * x * x * y * y
    + 4.0 * controls.z * x * x * x * y
    + x * x * x * x;
  gl_FragColor = vec4(curve, color.a);
}
