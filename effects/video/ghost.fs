/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Lays a faint second picture over the first: what was seen a moment ago.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Time"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0 },
    { "NAME": "delay", "LABEL": "Delay in seconds", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0.1, "MAX": 3.0 }
  ],
  "PASSES": [{ "TARGET": "sheet", "PERSISTENT": true }, {}]
}*/

// The last 16 moments lie in a sheet of 4 x 4 small pictures, a fifteenth of `delay` apart; each new one takes the
// place of the oldest. The ghost is mixed from the two moments that are nearest to `delay` ago, which is why it is
// soft.

const float last = 15.0;

/** Where in the sheet a place of a moment's small picture lies; its neighbours are not touched. */
vec2 onSheet(float moment, vec2 place) {
  float slot = mod(moment, 16.0);
  vec2 border = 2.0 / IMG_SIZE(sheet);
  return (vec2(mod(slot, 4.0), floor(slot / 4.0)) + clamp(place, border, 1.0 - border)) / 4.0;
}

void main() {
  float now = TIME * last / delay;
  if (PASSINDEX == 0) {
    // A little more, lest rounding decides where a pixel's middle lies on the edge of two pictures.
    vec2 at = isf_FragNormCoord * 4.0 + 0.0001;
    float slot = floor(at.x) + 4.0 * floor(at.y);
    // All moments that began since the frame before; without one, the newest stays as it is.
    float age = mod(floor(now) - slot, 16.0);
    bool isNew = age < floor(now) - floor((TIME - TIMEDELTA) * last / delay) || IMG_THIS_PIXEL(sheet).a == 0.0;
    if (isNew) gl_FragColor = IMG_NORM_PIXEL(inputImage, fract(at));
    else gl_FragColor = IMG_THIS_PIXEL(sheet);
  } else {
    vec4 older = IMG_NORM_PIXEL(sheet, onSheet(floor(now) - last, isf_FragNormCoord));
    vec4 newer = IMG_NORM_PIXEL(sheet, onSheet(floor(now) - last + 1.0, isf_FragNormCoord));
    vec4 color = IMG_THIS_PIXEL(inputImage);
    vec4 seen = mix(older, newer, fract(now));
    gl_FragColor = vec4(mix(color.rgb, seen.rgb, 0.7 * amount), color.a);
  }
}
