/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Smears the picture along a line, as if the camera moved during the exposure.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Blur"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "reach", "LABEL": "Length in pixels", "TYPE": "float",
      "DEFAULT": 24.0, "MIN": 0.0, "MAX": 128.0, "NEUTRAL": 0.0
    },
    { "NAME": "angle", "LABEL": "Angle in degrees", "TYPE": "float", "DEFAULT": 20.0, "MIN": -180.0, "MAX": 180.0 }
  ],
  "PASSES": [{ "TARGET": "near" }, {}]
}*/

// The mean of 64 evenly spaced places on a line of `reach` pixels around each pixel; the angle is counted anticlockwise
// from the horizontal. The first pass takes eight neighbouring places, the second eight such groups.

/** Where sample i of 8 lies on a line of so many pixels. */
vec2 place(int i, float pixels) {
  vec2 direction = vec2(cos(radians(angle)), sin(radians(angle)));
  return isf_FragNormCoord + direction * pixels * ((float(i) + 0.5) / 8.0 - 0.5) / RENDERSIZE;
}

void main() {
  vec4 sum = vec4(0.0);
  if (PASSINDEX == 0) {
    for (int i = 0; i < 8; i++) {
      vec4 color = IMG_NORM_PIXEL(inputImage, place(i, reach / 8.0));
      sum += vec4(color.rgb * color.a, color.a);
    }
    gl_FragColor = sum / 8.0;
  } else if (reach <= 0.0) {
    gl_FragColor = IMG_THIS_PIXEL(inputImage);
  } else {
    for (int i = 0; i < 8; i++) sum += IMG_NORM_PIXEL(near, place(i, reach));
    gl_FragColor = vec4(sum.rgb / max(sum.a, 0.001), sum.a / 8.0);
  }
}
