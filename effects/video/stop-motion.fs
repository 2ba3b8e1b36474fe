/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Shows only a few pictures a second, as films with puppets do.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Time"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "rate", "LABEL": "Pictures per second", "TYPE": "float", "DEFAULT": 6.0, "MIN": 0.2, "MAX": 30.0 }
  ],
  "PASSES": [{ "TARGET": "held", "PERSISTENT": true }, {}]
}*/

// A picture is held until floor(time * rate) counts on.

void main() {
  if (PASSINDEX == 0) {
    vec4 before = IMG_THIS_PIXEL(held);
    bool isNext = floor(TIME * rate) > floor((TIME - TIMEDELTA) * rate);
    // A buffer that holds nothing yet is transparent.
    gl_FragColor = isNext || before.a == 0.0 ? IMG_THIS_PIXEL(inputImage) : before;
  } else {
    gl_FragColor = IMG_THIS_PIXEL(held);
  }
}
