/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Takes a colour cast away: name the colour of something that should be grey.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Color Adjustment"],
  "EXTENDED": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "gray", "LABEL": "Colour of what should be grey", "TYPE": "color",
      "DEFAULT": [0.55, 0.5, 0.43, 1.0], "NEUTRAL": [0.5, 0.5, 0.5, 1.0]
    }
  ]
}*/

// A gain for each of red, green and blue (von Kries) that gives `gray` its own Rec. 709 luma in all three of them.
// Gains end at 4, since a component that is hardly there is mostly noise.

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  float luma = dot(gray.rgb, vec3(0.2126, 0.7152, 0.0722));
  vec3 gain = min(max(luma, 0.01) / max(gray.rgb, 0.01), 4.0);
  gl_FragColor = vec4(color.rgb * gain, color.a);
}
