/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Leaves only a few shades of each colour, as on a printed poster.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Stylize"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "levels", "LABEL": "Shades of red, green and blue", "TYPE": "float",
      "DEFAULT": 5.0, "MIN": 2.0, "MAX": 32.0
    }
  ]
}*/

// Each component goes to the nearest of `levels` evenly spaced shades, the first black, the last full (as in GIMP):
//   out = round(in * (levels - 1)) / (levels - 1)

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  float steps = floor(levels + 0.5) - 1.0;
  gl_FragColor = vec4(floor(color.rgb * steps + 0.5) / steps, color.a);
}
