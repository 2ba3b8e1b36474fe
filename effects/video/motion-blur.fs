/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Smears the picture along a line, as if the camera moved during the exposure.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Blur"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "reach", "LABEL": "Length in pixels", "TYPE": "float", "UNIT": "px",
      "DEFAULT": 24.0, "MIN": 0.0, "MAX": 128.0, "NEUTRAL": 0.0
    },
    { "NAME": "angle", "LABEL": "Angle in degrees", "TYPE": "float", "DEFAULT": 20.0, "MIN": -180.0, "MAX": 180.0 }
  ],
  "PASSES": [{ "TARGET": "near" }, { "TARGET": "middle" }, {}]
}*/

// The mean of 64 evenly spaced places on a line of `reach` pixels around each pixel; the angle is counted anticlockwise
// from the horizontal. The first pass takes four neighbouring places, the second four such groups, the third four of those.
// Where groups are far apart, their distances are whole pixels.

/** How far place i of four lies from the middle of a line of so many pixels. */
vec2 offsetOf(int i, float pixels) {
  vec2 offset = vec2(cos(radians(angle)), sin(radians(angle))) * pixels * ((float(i) + 0.5) / 4.0 - 0.5);
  // A little more than a half, lest rounding errors decide.
  return pixels > 12.0 ? sign(offset) * floor(abs(offset) + 0.501) : offset;
}

void main() {
  vec4 sum = vec4(0.0);
  if (PASSINDEX == 0) {
    for (int i = 0; i < 4; i++) {
      vec4 color = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + offsetOf(i, reach / 16.0) / RENDERSIZE);
      sum += vec4(color.rgb * color.a, color.a);
    }
    gl_FragColor = sum / 4.0;
  } else if (PASSINDEX == 1) {
    for (int i = 0; i < 4; i++) sum += IMG_NORM_PIXEL(near, isf_FragNormCoord + offsetOf(i, reach / 4.0) / RENDERSIZE);
    gl_FragColor = sum / 4.0;
  } else {
    for (int i = 0; i < 4; i++) sum += IMG_NORM_PIXEL(middle, isf_FragNormCoord + offsetOf(i, reach) / RENDERSIZE);
    vec4 blurred = vec4(sum.rgb / max(sum.a, 0.001), sum.a / 4.0);
    gl_FragColor = mix(blurred, IMG_THIS_PIXEL(inputImage), reach <= 0.0 ? 1.0 : 0.0);
  }
}
