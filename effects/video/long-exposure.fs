/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Lets lights and everything bright draw trails, as a photograph with a long exposure does.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Time"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "time", "LABEL": "Seconds until a trail is half as bright", "TYPE": "float",
      "DEFAULT": 1.0, "MIN": 0.0, "MAX": 10.0, "NEUTRAL": 0.0
    }
  ],
  "PASSES": [{ "TARGET": "exposed", "PERSISTENT": true, "FLOAT": true }, {}]
}*/

// Whatever is brighter stays, and fades:
//   exposed = max(frame, exposed before * 2 ^ (-seconds since / time))
// Floats, since bytes would round the last of a trail to a ghost that stays for ever.

void main() {
  if (PASSINDEX == 0) {
    vec4 color = IMG_THIS_PIXEL(inputImage);
    float left = time > 0.0 ? exp2(-TIMEDELTA / time) : 0.0;
    gl_FragColor = vec4(max(color.rgb, left * IMG_THIS_PIXEL(exposed).rgb), color.a);
  } else {
    gl_FragColor = IMG_THIS_PIXEL(exposed);
  }
}
