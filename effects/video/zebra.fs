/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Stripes what is too bright and paints what is too dark, to help with the exposure.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Utility"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "bright", "LABEL": "Striped from this brightness on", "TYPE": "float",
      "DEFAULT": 0.9, "MIN": 0.5, "MAX": 1.0
    },
    {
      "NAME": "dark", "LABEL": "Painted up to this brightness", "TYPE": "float",
      "DEFAULT": 0.02, "MIN": 0.0, "MAX": 0.5
    },
    {
      "NAME": "size", "LABEL": "Width of a stripe in pixels", "TYPE": "float", "UNIT": "px",
      "DEFAULT": 5.0, "MIN": 1.0, "MAX": 40.0
    }
  ]
}*/

// Brightness is the luma of Rec. 709. Stripes rise to the right, black and white in turn, and wander, so that nobody
// takes them for the picture.

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  float luma = dot(color.rgb, vec3(0.2126, 0.7152, 0.0722));
  vec2 pixel = floor(isf_FragNormCoord * RENDERSIZE);
  float stripe = mod(floor((pixel.y - pixel.x) / size + 4.0 * TIME), 2.0);
  if (luma >= bright) color.rgb = vec3(stripe);
  else if (luma <= dark) color.rgb = vec3(0.1, 0.2, 0.9);
  gl_FragColor = color;
}
