/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Shows the picture on the curved glass of an old television, with its lines and dots.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Glitch and Retro"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "curvature", "TYPE": "float", "DEFAULT": 0.3, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0 },
    {
      "NAME": "lines", "LABEL": "Darkness between the lines", "TYPE": "float",
      "DEFAULT": 0.5, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0
    },
    {
      "NAME": "mask", "LABEL": "Strength of the coloured dots", "TYPE": "float",
      "DEFAULT": 0.4, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0
    },
    {
      "NAME": "pitch", "LABEL": "Height of a line in pixels", "TYPE": "float", "UNIT": "px",
      "DEFAULT": 4.0, "MIN": 2.0, "MAX": 32.0
    }
  ]
}*/

// The glass bends the picture by r^2 on each axis and darkens its rim; beyond the glass is black. Lines are a sine of
// `pitch`, less deep where the picture is bright, as the beam grows wider there. The aperture grille lets columns pass
// red, green and blue in turn; they are whole pixels wide and not bent, lest they beat with the pixels of the frame.

void main() {
  vec2 offset = 2.0 * isf_FragNormCoord - 1.0;
  vec2 bent = offset * (1.0 + curvature * 0.25 * offset.yx * offset.yx);
  vec2 place = 0.5 + 0.5 * bent;
  vec4 color = IMG_NORM_PIXEL(inputImage, place);

  float bright = max(max(color.r, color.g), color.b);
  float beam = 0.5 + 0.5 * cos(6.28318531 * place.y * RENDERSIZE.y / pitch);
  color.rgb *= 1.0 - lines * (1.0 - 0.5 * bright) * beam;

  float third = mod(floor(isf_FragNormCoord.x * RENDERSIZE.x / max(floor(pitch / 3.0), 1.0)), 3.0);
  vec3 passes = vec3(equal(vec3(third), vec3(0.0, 1.0, 2.0)));
  color.rgb *= mix(vec3(1.0), 0.55 + 1.35 * passes, mask);

  // The rim is half a percent wide, so that it is smooth.
  vec2 inside = smoothstep(0.0, 0.005 * curvature + 0.00001, min(place, 1.0 - place));
  vec2 rim = 1.0 - curvature * 0.5 * bent * bent * bent * bent;
  gl_FragColor = vec4(color.rgb * inside.x * inside.y * max(rim.x * rim.y, 0.0), color.a);
}
