/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Swaps left and right, top and bottom, or both.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Utility"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "direction", "TYPE": "long", "DEFAULT": 0,
      "VALUES": [0, 1, 2], "LABELS": ["Horizontal", "Vertical", "Both"]
    }
  ]
}*/

// Both is a turn by 180 degrees.

void main() {
  vec2 place = isf_FragNormCoord;
  if (direction != 1) place.x = 1.0 - place.x;
  if (direction != 0) place.y = 1.0 - place.y;
  gl_FragColor = IMG_NORM_PIXEL(inputImage, place);
}
