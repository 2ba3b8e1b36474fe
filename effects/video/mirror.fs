/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Shows one half of the picture twice, as if a mirror stood in the middle, or turns all of it round.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Distortion"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "side", "LABEL": "Side that is mirrored", "TYPE": "long", "DEFAULT": 0,
      "VALUES": [0, 1, 2, 3, 4], "LABELS": ["Left", "Right", "Top", "Bottom", "Whole"]
    }
  ]
}*/

// The half that is kept stays where it is; the other half shows its mirror image. Whole swaps left and right.

void main() {
  vec2 p = isf_FragNormCoord;
  if (side == 0) p.x = min(p.x, 1.0 - p.x);
  else if (side == 1) p.x = max(p.x, 1.0 - p.x);
  else if (side == 2) p.y = max(p.y, 1.0 - p.y);
  else if (side == 3) p.y = min(p.y, 1.0 - p.y);
  else p.x = 1.0 - p.x;
  gl_FragColor = IMG_NORM_PIXEL(inputImage, p);
}
