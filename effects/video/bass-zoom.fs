/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Thrusts the picture forward with every beat of the bass.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Audio Reactive"],
  "FLASHES": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "amount", "TYPE": "float", "DEFAULT": 0.3, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0 },
    {
      "NAME": "release", "LABEL": "Seconds to fall back", "TYPE": "float",
      "DEFAULT": 0.15, "MIN": 0.0, "MAX": 2.0
    },
    { "NAME": "center", "TYPE": "point2D", "DEFAULT": [0.5, 0.5], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0] },
    { "NAME": "sound", "TYPE": "audioFFT" }
  ],
  "PASSES": [
    { "TARGET": "bass", "PERSISTENT": true, "FLOAT": true, "WIDTH": "1", "HEIGHT": "1" },
    {}
  ]
}*/

// The bass is the mean of the lowest hundredth of the spectrum, about 250 Hz; the upper half of its range counts. It
// rises at once and falls exponentially. In silence nothing moves.

void main() {
  if (PASSINDEX == 0) {
    float sum = 0.0;
    for (int i = 0; i < 5; i++) {
      sum += IMG_NORM_PIXEL(sound, vec2((float(i) + 0.5) / 500.0, 0.5)).r;
    }
    float level = clamp(2.0 * sum / 5.0 - 1.0, 0.0, 1.0);
    float kept = release > 0.0 ? exp(-TIMEDELTA / release) : 0.0;
    gl_FragColor = vec4(max(level, kept * IMG_THIS_PIXEL(bass).r));
  } else {
    float scale = 1.0 + amount * IMG_NORM_PIXEL(bass, vec2(0.5)).r;
    gl_FragColor = IMG_NORM_PIXEL(inputImage, center + (isf_FragNormCoord - center) / scale);
  }
}
