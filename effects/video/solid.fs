/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Covers all of the picture with a plain colour.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Keying and Masks"],
  "PRIVATE": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "color", "TYPE": "color", "DEFAULT": [0.2, 0.25, 0.3, 1.0] }
  ]
}*/

// Whatever the alpha of `color`, nothing of the picture is seen; only its alpha stays.

void main() {
  gl_FragColor = vec4(color.rgb, IMG_THIS_PIXEL(inputImage).a);
}
