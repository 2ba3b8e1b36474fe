/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Sets which shades become black and white, and how bright the ones between them are.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Color Adjustment"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "black", "LABEL": "Becomes black", "TYPE": "float", "DEFAULT": 0.1, "MIN": 0.0, "MAX": 0.9, "NEUTRAL": 0.0 },
    { "NAME": "white", "LABEL": "Becomes white", "TYPE": "float", "DEFAULT": 0.9, "MIN": 0.1, "MAX": 1.0, "NEUTRAL": 1.0 },
    { "NAME": "gamma", "TYPE": "float", "DEFAULT": 1.2, "MIN": 0.2, "MAX": 5.0, "NEUTRAL": 1.0 }
  ]
}*/

// The Levels tool of GIMP and Photoshop, the same for red, green and blue:
//   out = ((in - black) / (white - black)) ^ (1 / gamma)

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  vec3 stretched = clamp((color.rgb - black) / max(white - black, 0.01), 0.0, 1.0);
  gl_FragColor = vec4(pow(stretched, vec3(1.0 / gamma)), color.a);
}
