/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Writes text over the picture.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Overlay"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "text", "TYPE": "image", "TEXT": "Hello" },
    {
      "NAME": "size", "LABEL": "Height of a line, 1 is the shorter side", "TYPE": "float",
      "DEFAULT": 0.14, "MIN": 0.02, "MAX": 0.5
    },
    { "NAME": "position", "TYPE": "point2D", "DEFAULT": [0.5, 0.08], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0] },
    { "NAME": "color", "LABEL": "Colour of the letters", "TYPE": "color", "DEFAULT": [1.0, 1.0, 1.0, 1.0] },
    { "NAME": "fill", "LABEL": "Colour behind them", "TYPE": "color", "DEFAULT": [0.0, 0.0, 0.0, 0.55] },
    { "NAME": "outline", "LABEL": "Edge around them", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0.0, "MAX": 1.0 }
  ]
}*/

// The text comes as an image, 128 pixels for each line, transparent around its letters: this host draws it, others take
// one. It stands on a plate with round corners. `position` is the lower left corner of the frame at (0, 0), the upper
// right one at (1, 1); the plate is always inside, smaller where it would not fit. The edge is dark around light letters
// and light around dark ones, so that they are read without a plate, too.
//
// Without an image a host shows the picture itself there. That is how its absence is seen here: nothing is drawn where
// both are of one size.

const float lineHeight = 128.0;
/** From the text to the rim of the plate, in pixels of the text's image, as all that follows. */
const vec2 padding = vec2(40.0, 12.0);
const float corner = 32.0;
const float edge = 6.0;

vec4 letterAt(vec2 place) {
  vec2 inText = place / IMG_SIZE(text);
  bool isInside = all(greaterThan(inText, vec2(0.0))) && all(lessThan(inText, vec2(1.0)));
  return isInside ? IMG_NORM_PIXEL(text, inText) : vec4(1.0, 1.0, 1.0, 0.0);
}

/** The mean of four places in a pixel: text is often drawn much smaller than its image is.
 *  @return premultiplied with alpha */
vec4 softLetterAt(vec2 place, float pixelSize) {
  vec4 sum = vec4(0.0);
  for (int i = 0; i < 4; i++) {
    vec4 letter = letterAt(place + pixelSize * (vec2(float(i % 2), float(i / 2)) - 0.5) * 0.5);
    sum += vec4(letter.rgb * letter.a, letter.a) / 4.0;
  }
  return sum;
}

float edgeAt(vec2 place) {
  float most = 0.0;
  for (int i = 0; i < 12; i++) {
    float angle = float(i) * 0.5235988;
    most = max(most, letterAt(place + edge * vec2(cos(angle), sin(angle))).a);
  }
  return most;
}

void main() {
  vec4 pixel = IMG_THIS_PIXEL(inputImage);
  vec2 whole = IMG_SIZE(text) + 2.0 * padding;
  float fitting = min(RENDERSIZE.x / whole.x, RENDERSIZE.y / whole.y);
  float scale = min(size * min(RENDERSIZE.x, RENDERSIZE.y) / lineHeight, fitting);
  vec2 plate = floor(whole * scale + 0.5);
  vec2 place = isf_FragNormCoord * RENDERSIZE - floor(position * (RENDERSIZE - plate) + 0.5);
  bool isGiven = IMG_SIZE(text) != IMG_SIZE(inputImage) && IMG_SIZE(text).y > 1.0;
  bool isPlate = all(greaterThan(place, vec2(0.0))) && all(lessThan(place, plate));

  vec3 result = pixel.rgb;
  if (isGiven && isPlate) {
    vec2 fromCorner = abs(place - 0.5 * plate) - 0.5 * plate + corner * scale;
    float outside = length(max(fromCorner, 0.0)) - corner * scale;
    result = mix(result, fill.rgb, fill.a * clamp(0.5 - outside, 0.0, 1.0));
    vec2 inImage = place / scale - padding;
    vec3 contrast = vec3(dot(color.rgb, vec3(0.2126, 0.7152, 0.0722)) > 0.5 ? 0.0 : 1.0);
    result = mix(result, contrast, outline * color.a * edgeAt(inImage));
    vec4 letter = softLetterAt(inImage, 1.0 / scale);
    result = mix(result, letter.a > 0.0 ? letter.rgb / letter.a * color.rgb : result, letter.a * color.a);
  }
  gl_FragColor = vec4(result, pixel.a);
}
