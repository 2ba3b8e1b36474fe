/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Lays an image over the picture, such as a logo.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Overlay"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "opacity", "TYPE": "float", "DEFAULT": 0.8, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0 },
    { "NAME": "size", "LABEL": "Width, 1 is the frame", "TYPE": "float", "DEFAULT": 0.25, "MIN": 0.01, "MAX": 1.0 },
    { "NAME": "position", "TYPE": "point2D", "DEFAULT": [0.96, 0.06], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0] },
    { "NAME": "image", "TYPE": "image" }
  ]
}*/

// The image keeps its shape. `position` is the lower left corner of the frame at (0, 0), the upper right one at (1, 1);
// the image is always inside.
//
// Without an `image` a host shows the picture itself there. That is how its absence is seen here: nothing is drawn
// where both are of one size and show the same in four places.

bool isGiven() {
  if (IMG_SIZE(image) != IMG_SIZE(inputImage)) return true;
  for (int i = 0; i < 4; i++) {
    vec2 place = vec2(0.15 + 0.2 * float(i), 0.8 - 0.23 * float(i));
    if (distance(IMG_NORM_PIXEL(image, place), IMG_NORM_PIXEL(inputImage, place)) > 0.004) return true;
  }
  return false;
}

void main() {
  vec4 pixel = IMG_THIS_PIXEL(inputImage);
  vec2 box = IMG_SIZE(image) / IMG_SIZE(image).x * size * RENDERSIZE.x;
  box *= min(RENDERSIZE.y / box.y, 1.0);
  vec2 place = (isf_FragNormCoord * RENDERSIZE - position * (RENDERSIZE - box)) / box;
  bool isInside = all(greaterThanEqual(place, vec2(0.0))) && all(lessThanEqual(place, vec2(1.0)));
  vec4 layer = IMG_NORM_PIXEL(image, place);
  float cover = isInside && isGiven() ? opacity * layer.a : 0.0;
  gl_FragColor = vec4(mix(pixel.rgb, layer.rgb, cover), pixel.a);
}
