/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Paints the edges of what is in focus, to help with a lens that is set by hand.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Utility"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "sensitivity", "TYPE": "float",
      "DEFAULT": 0.6, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0
    },
    { "NAME": "color", "TYPE": "color", "DEFAULT": [1.0, 0.1, 0.1, 1.0] }
  ]
}*/

// Focus shows in the finest detail: how far a pixel's luma is from the mean of its eight neighbours (a Laplacian).

float luma(vec2 offset) {
  vec3 color = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + offset / RENDERSIZE).rgb;
  return dot(color, vec3(0.2126, 0.7152, 0.0722));
}

void main() {
  vec4 pixel = IMG_THIS_PIXEL(inputImage);
  float around = luma(vec2(-1.0, 0.0)) + luma(vec2(1.0, 0.0)) + luma(vec2(0.0, -1.0)) + luma(vec2(0.0, 1.0)) +
    luma(vec2(-1.0, -1.0)) + luma(vec2(1.0, -1.0)) + luma(vec2(-1.0, 1.0)) + luma(vec2(1.0, 1.0));
  float detail = abs(luma(vec2(0.0)) - around / 8.0);
  // From 0.2 at the lowest sensitivity to 0.01 at the highest.
  float threshold = 0.2 * pow(0.05, sensitivity);
  float cover = sensitivity > 0.0 ? smoothstep(threshold, 1.5 * threshold, detail) : 0.0;
  gl_FragColor = vec4(mix(pixel.rgb, color.rgb, cover * color.a), pixel.a);
}
