/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Stretches a dull picture until its darkest part is black and its brightest is white.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Utility"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0 },
    {
      "NAME": "time", "LABEL": "Seconds to follow a change", "TYPE": "float",
      "DEFAULT": 1.0, "MIN": 0.0, "MAX": 10.0
    }
  ],
  "PASSES": [
    { "TARGET": "blocks", "WIDTH": "6", "HEIGHT": "6" },
    { "TARGET": "range", "PERSISTENT": true, "FLOAT": true, "WIDTH": "1", "HEIGHT": "1" },
    {}
  ]
}*/

// The darkest and the brightest red, green or blue of 36 x 36 places become 0 and 1:
//   out = (in - dark) / (bright - dark)
// The same for all three, so that hues stay. A picture with next to no contrast is stretched less: below a quarter both
// limits go back to 0 and 1, lest a plain wall becomes noise. The limits follow the picture exponentially.

void main() {
  if (PASSINDEX == 0) {
    vec2 limits = vec2(1.0, 0.0);
    for (int row = 0; row < 6; row++) {
      for (int column = 0; column < 6; column++) {
        vec2 offset = (vec2(float(column), float(row)) + 0.5) / 6.0 - 0.5;
        vec3 color = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + offset / 6.0).rgb;
        limits.x = min(limits.x, min(min(color.r, color.g), color.b));
        limits.y = max(limits.y, max(max(color.r, color.g), color.b));
      }
    }
    gl_FragColor = vec4(limits, 0.0, 1.0);
  } else if (PASSINDEX == 1) {
    vec2 limits = vec2(1.0, 0.0);
    for (int row = 0; row < 6; row++) {
      for (int column = 0; column < 6; column++) {
        vec2 block = IMG_NORM_PIXEL(blocks, (vec2(float(column), float(row)) + 0.5) / 6.0).xy;
        limits = vec2(min(limits.x, block.x), max(limits.y, block.y));
      }
    }
    float trust = min((limits.y - limits.x) / 0.25, 1.0);
    limits = mix(vec2(0.0, 1.0), limits, trust);
    vec4 before = IMG_THIS_PIXEL(range);
    // A buffer that holds nothing yet is transparent.
    float kept = before.a > 0.0 && time > 0.0 ? exp(-TIMEDELTA / time) : 0.0;
    gl_FragColor = vec4(mix(limits, before.xy, kept), 0.0, 1.0);
  } else {
    vec4 color = IMG_THIS_PIXEL(inputImage);
    vec2 limits = IMG_NORM_PIXEL(range, vec2(0.5)).xy;
    vec3 stretched = (color.rgb - limits.x) / max(limits.y - limits.x, 0.01);
    gl_FragColor = vec4(mix(color.rgb, stretched, amount), color.a);
  }
}
