/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Draws what is heard as bars, from bass on the left to treble on the right.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Audio Reactive"],
  "FLASHES": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "height", "LABEL": "Height, 1 is the frame", "TYPE": "float", "DEFAULT": 0.35, "MIN": 0.05, "MAX": 1.0 },
    { "NAME": "bars", "LABEL": "Number of bars", "TYPE": "float", "DEFAULT": 32.0, "MIN": 4.0, "MAX": 128.0 },
    {
      "NAME": "release", "LABEL": "Seconds to fall back", "TYPE": "float",
      "DEFAULT": 0.1, "MIN": 0.0, "MAX": 2.0
    },
    { "NAME": "low", "LABEL": "Colour at the bottom", "TYPE": "color", "DEFAULT": [0.1, 0.7, 1.0, 0.85] },
    { "NAME": "high", "LABEL": "Colour at the top", "TYPE": "color", "DEFAULT": [1.0, 0.2, 0.6, 0.85] },
    { "NAME": "sound", "TYPE": "audioFFT" }
  ],
  "PASSES": [
    { "TARGET": "levels", "PERSISTENT": true, "FLOAT": true, "WIDTH": "round($bars)", "HEIGHT": "1" },
    {}
  ]
}*/

// Each bar is the loudest of its share of the spectrum; shares grow by one factor from bar to bar, as the ear hears
// them, from a 250th of the spectrum to two thirds (about 100 Hz to 16 kHz). In silence a thin line is left.

void main() {
  float count = IMG_SIZE(levels).x;
  if (PASSINDEX == 0) {
    float bar = floor(isf_FragNormCoord.x * count);
    float loudest = 0.0;
    for (int i = 0; i < 16; i++) {
      float octaves = (bar + (float(i) + 0.5) / 16.0) / count;
      loudest = max(loudest, IMG_NORM_PIXEL(sound, vec2(0.004 * pow(165.0, octaves), 0.5)).r);
    }
    float kept = release > 0.0 ? exp(-TIMEDELTA / release) : 0.0;
    gl_FragColor = vec4(max(loudest, kept * IMG_THIS_PIXEL(levels).r));
  } else {
    vec4 pixel = IMG_THIS_PIXEL(inputImage);
    float bar = isf_FragNormCoord.x * count;
    float level = IMG_NORM_PIXEL(levels, vec2((floor(bar) + 0.5) / count, 0.5)).r;
    float up = isf_FragNormCoord.y / height;
    bool isBar = up < max(level, 0.02) && abs(fract(bar) - 0.5) < 0.4;
    vec4 color = mix(low, high, clamp(up, 0.0, 1.0));
    gl_FragColor = vec4(mix(pixel.rgb, color.rgb, isBar ? color.a : 0.0), pixel.a);
  }
}
