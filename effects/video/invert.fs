/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Turns every colour into its opposite, as on a film negative.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Color Effect"],
  "EXTENDED": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0 }
  ]
}*/

// out = 1 - in, blended in by amount, as the CSS filter invert() does.

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  gl_FragColor = vec4(mix(color.rgb, 1.0 - color.rgb, amount), color.a);
}
