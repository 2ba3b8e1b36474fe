/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Slides a bar into the lower part of the picture, for a name.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Overlay"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "text", "TYPE": "image", "TEXT": "Your name" },
    {
      "NAME": "amount", "LABEL": "How far it has slid in", "TYPE": "float",
      "DEFAULT": 1.0, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0
    },
    { "NAME": "width", "LABEL": "Width, 1 is the frame", "TYPE": "float", "DEFAULT": 0.55, "MIN": 0.1, "MAX": 1.0 },
    { "NAME": "height", "LABEL": "Height, 1 is the frame", "TYPE": "float", "DEFAULT": 0.16, "MIN": 0.02, "MAX": 0.5 },
    { "NAME": "color", "LABEL": "Colour of the bar", "TYPE": "color", "DEFAULT": [0.08, 0.1, 0.16, 0.8] },
    { "NAME": "accent", "LABEL": "Colour of its edge", "TYPE": "color", "DEFAULT": [0.15, 0.6, 1.0, 1.0] }
  ]
}*/

// The bar comes from the left and stands an eighth of the frame above its lower edge. The text comes as an image that is
// transparent around its letters: this host draws it, others take one. It fits into the bar and keeps its shape.
//
// Without a `text` a host shows the picture itself there. That is how its absence is seen here: nothing is drawn where
// both are of one size.

/** The mean of four places in a pixel: text is often drawn much smaller than its image is.
 *  @return premultiplied with alpha */
vec4 letterAt(vec2 place, vec2 pixelSize) {
  vec4 sum = vec4(0.0);
  for (int i = 0; i < 4; i++) {
    vec2 offset = (vec2(float(i % 2), float(i / 2)) - 0.5) * 0.5;
    vec4 letter = IMG_NORM_PIXEL(text, place + pixelSize * offset);
    sum += vec4(letter.rgb * letter.a, letter.a) / 4.0;
  }
  return sum;
}

void main() {
  vec4 pixel = IMG_THIS_PIXEL(inputImage);
  vec2 bar = floor(vec2(width, height) * RENDERSIZE + 0.5);
  vec2 corner = floor(vec2((amount - 1.0) * bar.x, 0.125 * RENDERSIZE.y) + 0.5);
  vec2 place = isf_FragNormCoord * RENDERSIZE - corner;
  bool isBar = all(greaterThan(place, vec2(0.0))) && all(lessThan(place, bar));
  vec4 layer = place.x > bar.x - 0.06 * bar.y ? accent : color;

  float margin = 0.18 * bar.y;
  vec2 room = max(bar - vec2(3.0, 2.0) * margin, 1.0);
  vec2 shape = IMG_SIZE(text);
  vec2 box = shape * min(room.x / shape.x, room.y / shape.y);
  vec2 inText = (place - vec2(1.5 * margin, 0.5 * (bar.y - box.y))) / box;
  bool isText = shape != IMG_SIZE(inputImage) && all(greaterThanEqual(inText, vec2(0.0))) &&
    all(lessThanEqual(inText, vec2(1.0)));
  vec4 letter = letterAt(inText, 1.0 / box);

  vec3 below = isBar ? mix(pixel.rgb, layer.rgb, layer.a) : pixel.rgb;
  gl_FragColor = vec4(isBar && isText ? below * (1.0 - letter.a) + letter.rgb : below, pixel.a);
}
