/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Darkens the corners, as old lenses do.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Stylize"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 0.7, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0 },
    {
      "NAME": "radius", "LABEL": "Radius of the bright middle", "TYPE": "float",
      "DEFAULT": 0.4, "MIN": 0.0, "MAX": 0.95
    }
  ]
}*/

// The distance from the middle is 0 there and 1 in the corners. Between `radius` and the corners light falls off along
// smoothstep's curve.

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  float fromMiddle = length(2.0 * isf_FragNormCoord - 1.0) / sqrt(2.0);
  float darkness = amount * smoothstep(radius, 1.0, fromMiddle);
  gl_FragColor = vec4(color.rgb * (1.0 - darkness), color.a);
}
