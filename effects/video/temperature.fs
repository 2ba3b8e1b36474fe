/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Makes the light warmer or cooler, and takes a green or magenta cast away.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Color Adjustment"],
  "EXTENDED": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "warmth", "LABEL": "From cool to warm", "TYPE": "float",
      "DEFAULT": 0.5, "MIN": -1.0, "MAX": 1.0, "NEUTRAL": 0.0
    },
    {
      "NAME": "tint", "LABEL": "From green to magenta", "TYPE": "float",
      "DEFAULT": 0.0, "MIN": -1.0, "MAX": 1.0, "NEUTRAL": 0.0
    }
  ]
}*/

// A gain for each of red, green and blue (von Kries): warmth moves light between blue and red, tint between green and
// the other two. Together the gains leave the Rec. 709 luma of white as it is.

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  vec3 gain = vec3(1.0 + 0.3 * warmth, 1.0, 1.0 - 0.3 * warmth) * vec3(1.0 + 0.1 * tint, 1.0 - 0.2 * tint, 1.0 + 0.1 * tint);
  gain /= dot(gain, vec3(0.2126, 0.7152, 0.0722));
  gl_FragColor = vec4(color.rgb * gain, color.a);
}
