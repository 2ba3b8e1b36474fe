/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Puts coloured glass before the camera.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Color Effect"],
  "EXTENDED": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "color", "TYPE": "color", "DEFAULT": [1.0, 0.6, 0.3, 1.0], "NEUTRAL": [1.0, 1.0, 1.0, 1.0] },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 0.8, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0 }
  ]
}*/

// Multiplies by the colour of the glass:
//   out = in * (1 + amount * (color - 1))

void main() {
  vec4 pixel = IMG_THIS_PIXEL(inputImage);
  gl_FragColor = vec4(pixel.rgb * (1.0 + amount * (color.rgb - 1.0)), pixel.a);
}
