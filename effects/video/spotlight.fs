/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Lights one round spot of the picture and darkens the rest.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Keying and Masks"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "amount", "LABEL": "Darkness around it", "TYPE": "float",
      "DEFAULT": 0.8, "MIN": 0.0, "MAX": 1.0, "NEUTRAL": 0.0
    },
    {
      "NAME": "radius", "LABEL": "Radius, 1 is the shorter side", "TYPE": "float",
      "DEFAULT": 0.4, "MIN": 0.0, "MAX": 1.5
    },
    { "NAME": "softness", "LABEL": "Softness of the edge", "TYPE": "float", "DEFAULT": 0.3, "MIN": 0.0, "MAX": 1.0 },
    { "NAME": "center", "TYPE": "point2D", "DEFAULT": [0.5, 0.5], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0] }
  ]
}*/

// Light falls off along smoothstep's curve over `softness` of the radius on each side of it, over a pixel at least.

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  float away = length((isf_FragNormCoord - center) * RENDERSIZE);
  float edge = radius * min(RENDERSIZE.x, RENDERSIZE.y);
  float width = max(edge * softness, 0.5);
  float darkness = amount * smoothstep(edge - width, edge + width, away);
  gl_FragColor = vec4(color.rgb * (1.0 - darkness), color.a);
}
