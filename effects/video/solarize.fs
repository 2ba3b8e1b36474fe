/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Turns the bright parts into their negative, as a photograph that saw light too early.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Color Effect"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "threshold", "LABEL": "Brightness where it turns", "TYPE": "float",
      "DEFAULT": 0.5, "MIN": 0.1, "MAX": 1.0, "NEUTRAL": 1.0
    }
  ]
}*/

// The Sabattier effect as a tent: each component rises to 1 at `threshold` and falls to 0 from there.
//   out = in / threshold   or   (1 - in) / (1 - threshold)

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  vec3 falling = (1.0 - color.rgb) / max(1.0 - threshold, 0.001);
  gl_FragColor = vec4(mix(color.rgb / threshold, falling, step(threshold + 0.0001, color.rgb)), color.a);
}
