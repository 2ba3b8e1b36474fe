/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Shows what moves: it glows, and everything that stands still is gray and dark.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Time"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "amount", "LABEL": "Darkness of what stands still", "TYPE": "float",
      "DEFAULT": 0.6, "MIN": 0.0, "MAX": 1.0
    },
    {
      "NAME": "threshold", "LABEL": "Change that counts as motion", "TYPE": "float",
      "DEFAULT": 0.06, "MIN": 0.01, "MAX": 0.5
    },
    { "NAME": "memory", "LABEL": "Seconds that it glows on", "TYPE": "float", "DEFAULT": 0.4, "MIN": 0.0, "MAX": 5.0 },
    { "NAME": "glow", "LABEL": "Colour of the glow", "TYPE": "color", "DEFAULT": [0.2, 1.0, 0.5, 1.0] }
  ],
  "PASSES": [
    {
      "TARGET": "moving", "PERSISTENT": true, "FLOAT": true,
      "WIDTH": "ceil($WIDTH / 2)", "HEIGHT": "ceil($HEIGHT / 2)"
    },
    { "TARGET": "before", "PERSISTENT": true, "WIDTH": "ceil($WIDTH / 2)", "HEIGHT": "ceil($HEIGHT / 2)" },
    {}
  ]
}*/

// Motion is how far the largest of red, green and blue changed since the frame before, measured on a picture of half
// the size, in which the camera's noise is weaker. It fades to a tenth within `memory`.

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  if (PASSINDEX == 0) {
    vec4 former = IMG_THIS_PIXEL(before);
    vec3 change = abs(color.rgb - former.rgb);
    float largest = max(max(change.r, change.g), change.b);
    // A buffer that holds nothing yet is transparent.
    float motion = former.a > 0.0 ? smoothstep(threshold, 2.0 * threshold, largest) : 0.0;
    float left = IMG_THIS_PIXEL(moving).r * pow(0.1, TIMEDELTA / max(memory, 0.001));
    gl_FragColor = vec4(max(motion, left));
  } else if (PASSINDEX == 1) {
    gl_FragColor = color;
  } else {
    float motion = IMG_THIS_PIXEL(moving).r;
    float luma = dot(color.rgb, vec3(0.2126, 0.7152, 0.0722));
    vec3 still = mix(color.rgb, vec3(luma) * (1.0 - 0.7 * amount), min(2.0 * amount, 1.0));
    gl_FragColor = vec4(mix(still, mix(color.rgb, glow.rgb, 0.5 * glow.a), motion), color.a);
  }
}
