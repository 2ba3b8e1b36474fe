/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Exchanges or mixes red, green and blue: choose what becomes of each of them.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Color Adjustment"],
  "EXTENDED": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "red", "LABEL": "Red becomes", "TYPE": "color",
      "DEFAULT": [1.0, 0.0, 0.0, 1.0], "NEUTRAL": [1.0, 0.0, 0.0, 1.0]
    },
    {
      "NAME": "green", "LABEL": "Green becomes", "TYPE": "color",
      "DEFAULT": [0.0, 0.5, 0.5, 1.0], "NEUTRAL": [0.0, 1.0, 0.0, 1.0]
    },
    {
      "NAME": "blue", "LABEL": "Blue becomes", "TYPE": "color",
      "DEFAULT": [0.0, 0.5, 0.5, 1.0], "NEUTRAL": [0.0, 0.0, 1.0, 1.0]
    }
  ]
}*/

// A 3 x 3 matrix whose columns are the three colours. At the defaults green and blue become the same, as in the films
// of two-strip Technicolor; `channel-mixer(#00f, #0f0, #f00)` exchanges red and blue.

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  gl_FragColor = vec4(color.r * red.rgb + color.g * green.rgb + color.b * blue.rgb, color.a);
}
