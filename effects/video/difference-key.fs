/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Shows only what was not there when the empty room was captured, and hides the room.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Keying and Masks"],
  "PRIVATE": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "tolerance", "TYPE": "float", "DEFAULT": 0.12, "MIN": 0.0, "MAX": 1.0 },
    { "NAME": "softness", "LABEL": "Softness of the edge", "TYPE": "float", "DEFAULT": 0.1, "MIN": 0.0, "MAX": 1.0 },
    { "NAME": "capture", "LABEL": "Capture the empty room", "TYPE": "bool", "DEFAULT": false },
    {
      "NAME": "delay", "LABEL": "Seconds to leave the picture", "TYPE": "float",
      "DEFAULT": 3.0, "MIN": 0.0, "MAX": 10.0
    },
    { "NAME": "fill", "LABEL": "Plain background", "TYPE": "color", "DEFAULT": [0.1, 0.25, 0.5, 1.0] },
    { "NAME": "background", "LABEL": "Background picture", "TYPE": "image" }
  ],
  "PASSES": [
    { "TARGET": "timer", "PERSISTENT": true, "FLOAT": true, "WIDTH": "1", "HEIGHT": "1" },
    { "TARGET": "plate", "PERSISTENT": true },
    {}
  ]
}*/

// A pixel is kept where red, green or blue is further than `tolerance` from the plate, the picture of the empty room;
// over a further `softness` it fades in. The plate is the first frame, and taken anew `delay` after `capture` becomes
// true.
//
// The timer's red is the seconds that are left; green is `capture` of the frame before; blue is 1 in the
// frame that becomes the plate.
//
// Without a `background` a host shows the picture itself there. That is how its absence is seen here: `fill` takes
// its place wherever both are the same.

void main() {
  vec4 pixel = IMG_THIS_PIXEL(inputImage);
  if (PASSINDEX == 0) {
    vec4 before = IMG_THIS_PIXEL(timer);
    // A buffer that holds nothing yet is transparent.
    bool isFirst = before.a == 0.0;
    bool isStarted = capture && before.g == 0.0;
    bool isRunning = isStarted || before.r > 0.0;
    float left = isStarted ? delay : before.r - TIMEDELTA;
    bool isDue = isRunning && left <= 0.0;
    gl_FragColor = vec4(isRunning && !isDue ? left : 0.0, capture ? 1.0 : 0.0, isFirst || isDue ? 1.0 : 0.0, 1.0);
  } else if (PASSINDEX == 1) {
    gl_FragColor = IMG_NORM_PIXEL(timer, vec2(0.5)).b > 0.5 ? pixel : IMG_THIS_PIXEL(plate);
  } else {
    vec3 apart = abs(pixel.rgb - IMG_THIS_PIXEL(plate).rgb);
    float away = max(max(apart.r, apart.g), apart.b) - tolerance;
    float kept = smoothstep(0.0, max(softness, 0.001), away);

    // The background covers the frame and keeps its shape, as object-fit: cover does.
    vec2 scale = RENDERSIZE / IMG_SIZE(background);
    vec2 shown = (isf_FragNormCoord - 0.5) * scale / max(scale.x, scale.y) + 0.5;
    vec4 behind = IMG_NORM_PIXEL(background, shown);
    if (distance(behind.rgb, pixel.rgb) < 0.004) behind = fill;
    gl_FragColor = mix(behind, pixel, kept);
  }
}
