/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Keeps one colour and shows everything else in grey.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Color Effect"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    { "NAME": "color", "LABEL": "Colour that stays", "TYPE": "color", "DEFAULT": [0.9, 0.25, 0.05, 1.0] },
    {
      "NAME": "tolerance", "LABEL": "Tolerance in degrees of hue", "TYPE": "float",
      "DEFAULT": 20.0, "MIN": 0.0, "MAX": 180.0, "NEUTRAL": 180.0
    },
    {
      "NAME": "softness", "LABEL": "Softness in degrees of hue", "TYPE": "float",
      "DEFAULT": 15.0, "MIN": 1.0, "MAX": 90.0
    }
  ]
}*/

// Hue is the direction in the Rec. 709 plane of chroma (Cb, Cr). Colour stays up to `tolerance` degrees from that of
// `color` and is gone `softness` degrees further.

const vec3 lumaWeights = vec3(0.2126, 0.7152, 0.0722);

vec2 chroma(vec3 rgb) {
  float luma = dot(rgb, lumaWeights);
  return vec2((rgb.b - luma) / 1.8556, (rgb.r - luma) / 1.5748);
}

void main() {
  vec4 pixel = IMG_THIS_PIXEL(inputImage);
  vec2 here = chroma(pixel.rgb);
  vec2 wanted = chroma(color.rgb);
  float cosine = dot(here, wanted) / max(length(here) * length(wanted), 0.0001);
  float away = degrees(acos(clamp(cosine, -1.0, 1.0)));
  float gone = smoothstep(tolerance, tolerance + softness, away);
  gl_FragColor = vec4(mix(pixel.rgb, vec3(dot(pixel.rgb, lumaWeights)), gone), pixel.a);
}
