/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Makes the picture brighter or darker, and its light and dark parts more or less different.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Color Adjustment"],
  "EXTENDED": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "brightness", "TYPE": "float", "DEFAULT": 0.0, "MIN": -1.0, "MAX": 1.0, "NEUTRAL": 0.0 },
    { "NAME": "contrast", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.0, "MAX": 4.0, "NEUTRAL": 1.0 }
  ]
}*/

// Contrast stretches the colours around middle gray, brightness moves them:
//   out = (in - 0.5) * contrast + 0.5 + brightness
// Contrast is that of CSS Filter Effects. This is the teaching file: copy it, rename it, edit it.

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  gl_FragColor = vec4((color.rgb - 0.5) * contrast + 0.5 + brightness, color.a);
}
