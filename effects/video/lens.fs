/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Bends straight lines outwards, as a fisheye lens does, or inwards.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Distortion"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "amount", "LABEL": "Amount, above 0 outwards, below 0 inwards", "TYPE": "float",
      "DEFAULT": 0.5, "MIN": -1.0, "MAX": 1.0, "NEUTRAL": 0.0
    }
  ]
}*/

// The first term of the Brown-Conrady model of lenses: a pixel at the distance r from the middle (1 in the corners)
// shows what is at r * (1 + k * r^2). The picture is scaled so that it fills the frame and nothing from beyond is seen.

void main() {
  vec2 offset = 2.0 * isf_FragNormCoord - 1.0;
  vec2 shape = RENDERSIZE / length(RENDERSIZE);
  float k = amount > 0.0 ? 2.0 * amount : 0.3 * amount;
  float r = length(offset * shape);
  // Outwards the corners stay where they are, inwards the middles of the longer sides.
  float edge = amount > 0.0 ? 1.0 : min(shape.x, shape.y);
  float scale = (1.0 + k * r * r) / (1.0 + k * edge * edge);
  gl_FragColor = IMG_NORM_PIXEL(inputImage, 0.5 + 0.5 * scale * offset);
}
