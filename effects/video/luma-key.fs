/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Replaces everything dark (or everything bright) with a picture or a plain colour.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Keying and Masks"],
  "PRIVATE": true,
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "threshold", "TYPE": "float", "DEFAULT": 0.25, "MIN": 0.0, "MAX": 1.0 },
    { "NAME": "softness", "LABEL": "Softness of the edge", "TYPE": "float", "DEFAULT": 0.1, "MIN": 0.0, "MAX": 1.0 },
    {
      "NAME": "keep", "LABEL": "What stays", "TYPE": "long", "DEFAULT": 0,
      "VALUES": [0, 1], "LABELS": ["Bright", "Dark"]
    },
    { "NAME": "fill", "LABEL": "Plain background", "TYPE": "color", "DEFAULT": [0.1, 0.25, 0.5, 1.0] },
    { "NAME": "background", "LABEL": "Background picture", "TYPE": "image" }
  ]
}*/

// The luma of Rec. 709 decides: half of a pixel is kept where it is `threshold`, all of it from half of `softness` on.
//
// Without a `background` a host shows the picture itself there. That is how its absence is seen here: `fill` takes
// its place wherever both are the same.

void main() {
  vec4 pixel = IMG_THIS_PIXEL(inputImage);
  float above = dot(pixel.rgb, vec3(0.2126, 0.7152, 0.0722)) - threshold;
  if (keep == 1) above = -above;
  float edge = max(0.5 * softness, 0.001);
  float kept = smoothstep(-edge, edge, above);

  // The background covers the frame and keeps its shape, as object-fit: cover does.
  vec2 scale = RENDERSIZE / IMG_SIZE(background);
  vec2 shown = (isf_FragNormCoord - 0.5) * scale / max(scale.x, scale.y) + 0.5;
  vec4 behind = IMG_NORM_PIXEL(background, shown);
  if (distance(behind.rgb, pixel.rgb) < 0.004) behind = fill;

  gl_FragColor = mix(behind, pixel, kept);
}
