/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Holds the picture as it is now until it is let go.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Time"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "hold", "LABEL": "Hold the picture", "TYPE": "bool", "DEFAULT": true, "NEUTRAL": false }
  ],
  "PASSES": [{ "TARGET": "held", "PERSISTENT": true }, {}]
}*/

// While `hold` is true the picture is the last one from before, or the first one that came. The camera goes on.

void main() {
  if (PASSINDEX == 0) {
    vec4 before = IMG_THIS_PIXEL(held);
    // A buffer that holds nothing yet is transparent.
    gl_FragColor = hold && before.a > 0.0 ? before : IMG_THIS_PIXEL(inputImage);
  } else {
    gl_FragColor = IMG_THIS_PIXEL(held);
  }
}
