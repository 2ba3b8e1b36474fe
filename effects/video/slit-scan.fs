/*{
  "ISFVSN": "2",
  "DESCRIPTION": "A line wanders over the picture, and what it has passed stands still: move while it comes.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Time"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "duration", "LABEL": "Seconds for the way across", "TYPE": "float",
      "DEFAULT": 5.0, "MIN": 0.5, "MAX": 30.0
    },
    {
      "NAME": "direction", "LABEL": "Where the line goes", "TYPE": "long", "DEFAULT": 0,
      "VALUES": [0, 1, 2, 3], "LABELS": ["Right", "Left", "Down", "Up"]
    }
  ],
  "PASSES": [{ "TARGET": "scanned", "PERSISTENT": true }, {}]
}*/

// As a camera does whose film moves behind a slit: every column (or row) is of another moment. At the end of its way
// the line begins anew.

void main() {
  float way = direction == 0 ? isf_FragNormCoord.x : 1.0 - isf_FragNormCoord.x;
  if (direction > 1) way = direction == 2 ? 1.0 - isf_FragNormCoord.y : isf_FragNormCoord.y;
  float line = fract(TIME / duration);

  if (PASSINDEX == 0) {
    vec4 before = IMG_THIS_PIXEL(scanned);
    // A buffer that holds nothing yet is transparent.
    bool isPassed = way < line - TIMEDELTA / duration && before.a > 0.0;
    gl_FragColor = isPassed ? before : IMG_THIS_PIXEL(inputImage);
  } else {
    vec4 color = IMG_THIS_PIXEL(scanned);
    float size = direction > 1 ? RENDERSIZE.y : RENDERSIZE.x;
    float light = max(1.0 - abs(way - line) * size / 1.5, 0.0);
    gl_FragColor = vec4(mix(color.rgb, vec3(1.0), 0.8 * light), color.a);
  }
}
