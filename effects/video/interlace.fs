/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Weaves every second line from the picture before and darkens it, as old television did.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Glitch and Retro"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "darkness", "LABEL": "Darkness of every second line", "TYPE": "float",
      "DEFAULT": 0.3, "MIN": 0.0, "MAX": 1.0
    },
    {
      "NAME": "lines", "LABEL": "Height of a line in pixels", "TYPE": "float", "UNIT": "px",
      "DEFAULT": 2.0, "MIN": 1.0, "MAX": 40.0
    }
  ],
  "PASSES": [{ "TARGET": "woven" }, { "TARGET": "before", "PERSISTENT": true }, {}]
}*/

// Lines count from the top; the second, fourth and so on are of the frame before. What moves sideways shows the comb
// that is known from interlaced video.

void main() {
  if (PASSINDEX == 0) {
    vec4 color = IMG_THIS_PIXEL(inputImage);
    vec4 held = IMG_THIS_PIXEL(before);
    float line = floor((1.0 - isf_FragNormCoord.y) * RENDERSIZE.y / floor(lines + 0.5));
    bool isSecond = mod(line, 2.0) == 1.0;
    // A buffer that holds nothing yet is transparent.
    if (isSecond && held.a > 0.0) color = held;
    gl_FragColor = vec4(color.rgb * (isSecond ? 1.0 - darkness : 1.0), color.a);
  } else if (PASSINDEX == 1) {
    gl_FragColor = IMG_THIS_PIXEL(inputImage);
  } else {
    gl_FragColor = IMG_THIS_PIXEL(woven);
  }
}
