/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Blurs away from a point, as if the camera zoomed during the exposure.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Blur"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "strength", "TYPE": "float", "DEFAULT": 0.2, "MIN": 0.0, "MAX": 0.8, "NEUTRAL": 0.0 },
    { "NAME": "center", "TYPE": "point2D", "DEFAULT": [0.5, 0.5], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0] }
  ],
  "PASSES": [{ "TARGET": "near" }, {}]
}*/

// The mean of 64 sizes of the picture, from its own to 1 / (1 - strength), each larger by the same factor. Scaling by
// q^(8 a + b) is scaling by q^b and then by (q^8)^a: eight samples in each of two passes do the work of 64.

void main() {
  float q = pow(1.0 - strength, 1.0 / 63.0);
  vec2 offset = isf_FragNormCoord - center;
  vec4 sum = vec4(0.0);
  if (PASSINDEX == 0) {
    for (int i = 0; i < 8; i++) {
      vec4 color = IMG_NORM_PIXEL(inputImage, center + offset * pow(q, float(i)));
      sum += vec4(color.rgb * color.a, color.a);
    }
    gl_FragColor = sum / 8.0;
  } else if (strength <= 0.0) {
    gl_FragColor = IMG_THIS_PIXEL(inputImage);
  } else {
    for (int i = 0; i < 8; i++) sum += IMG_NORM_PIXEL(near, center + offset * pow(q, 8.0 * float(i)));
    gl_FragColor = vec4(sum.rgb / max(sum.a, 0.001), sum.a / 8.0);
  }
}
