/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Shows the picture many times, small, in rows and columns.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Distortion"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "count", "LABEL": "Pictures in a row", "TYPE": "float",
      "DEFAULT": 3.0, "MIN": 1.0, "MAX": 12.0, "NEUTRAL": 1.0
    },
    { "NAME": "mirrored", "LABEL": "Every second one is mirrored", "TYPE": "bool", "DEFAULT": false }
  ]
}*/

// `count` pictures in a row and in a column. Each pixel is the mean of the pixels that are under it, up to 6 x 6 of
// them, lest fine patterns flicker.

void main() {
  float each = floor(count + 0.5);
  float samples = min(each, 6.0);
  vec4 sum = vec4(0.0);
  for (int row = 0; row < 6; row++) {
    if (float(row) >= samples) break;
    for (int column = 0; column < 6; column++) {
      if (float(column) >= samples) break;
      vec2 part = (vec2(float(column), float(row)) + 0.5) / samples - 0.5;
      vec2 place = (isf_FragNormCoord + part / RENDERSIZE) * each;
      vec2 odd = mod(floor(isf_FragNormCoord * each), 2.0);
      vec2 inTile = place - floor(isf_FragNormCoord * each);
      if (mirrored) inTile = mix(inTile, 1.0 - inTile, odd);
      sum += IMG_NORM_PIXEL(inputImage, inTile);
    }
  }
  gl_FragColor = sum / (samples * samples);
}
