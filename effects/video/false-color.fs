/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Shows brightness as colours, like the picture of a thermal camera.",
  "CREDIT": "rtc-elements",
  "CATEGORIES": ["Color Effect"],
  "INPUTS": [
    { "NAME": "inputImage", "TYPE": "image" },
    {
      "NAME": "palette", "TYPE": "long",
      "VALUES": [0, 1, 2], "LABELS": ["iron", "rainbow", "arctic"], "DEFAULT": 0
    }
  ]
}*/

// Rec. 709 luma picks from seven evenly spaced colours, with straight lines between them. In each palette luma grows or,
// in the rainbow, hue goes one way, so that an order can be seen.

vec3 palettes(int index) {
  if (palette == 1) {
    if (index == 0) return vec3(0.05, 0.0, 0.35);
    if (index == 1) return vec3(0.0, 0.25, 1.0);
    if (index == 2) return vec3(0.0, 0.8, 0.95);
    if (index == 3) return vec3(0.1, 0.85, 0.2);
    if (index == 4) return vec3(0.95, 0.95, 0.1);
    if (index == 5) return vec3(1.0, 0.45, 0.0);
    return vec3(0.75, 0.0, 0.05);
  }
  if (palette == 2) {
    if (index == 0) return vec3(0.0, 0.01, 0.08);
    if (index == 1) return vec3(0.0, 0.1, 0.35);
    if (index == 2) return vec3(0.0, 0.28, 0.6);
    if (index == 3) return vec3(0.0, 0.5, 0.75);
    if (index == 4) return vec3(0.25, 0.72, 0.85);
    if (index == 5) return vec3(0.65, 0.9, 0.95);
    return vec3(1.0, 1.0, 1.0);
  }
  if (index == 0) return vec3(0.0, 0.0, 0.03);
  if (index == 1) return vec3(0.2, 0.0, 0.45);
  if (index == 2) return vec3(0.55, 0.0, 0.6);
  if (index == 3) return vec3(0.88, 0.2, 0.3);
  if (index == 4) return vec3(0.98, 0.5, 0.05);
  if (index == 5) return vec3(1.0, 0.8, 0.15);
  return vec3(1.0, 1.0, 0.9);
}

void main() {
  vec4 color = IMG_THIS_PIXEL(inputImage);
  float place = 6.0 * dot(color.rgb, vec3(0.2126, 0.7152, 0.0722));
  int below = int(min(floor(place), 5.0));
  gl_FragColor = vec4(mix(palettes(below), palettes(below + 1), place - float(below)), color.a);
}
