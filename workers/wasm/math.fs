/*{ "ISFVSN": "2", "INPUTS": [] }*/

// The functions of GLSL ES that no instruction computes, accurate to about 1e-6 where fragment shaders use them. Every one
// ends in _, takes scalars and gives one: floats, and the bits of halves and norms as ints.
// Sources: range reduction after W. Cody and W. Waite, Software Manual for the Elementary Functions (1980); arctangent
// after M. Abramowitz and I. Stegun, Handbook of Mathematical Functions, 4.4.49; the other series are Taylor's.

float exp2_(float x) {
  float c = clamp(x, -127.0, 128.0);
  float n = floor(c + 0.5);
  float f = c - n;
  float p = 1.0 + f * (0.69314718 + f * (0.24022651 + f * (0.05550411 + f * (0.00961813 + f * (0.00133336 + f * 0.00015403)))));
  return p * intBitsToFloat((int(n) + 127) << 23);
}
float log2_(float x) {
  int b = floatBitsToInt(x);
  float e = float((b >> 23) - 127);
  float m = intBitsToFloat((b & 0x7fffff) | 0x3f800000);
  bool isUpper = m > 1.41421356;
  m = isUpper ? 0.5 * m : m;
  e = isUpper ? e + 1.0 : e;
  float t = (m - 1.0) / (m + 1.0);
  float s = t * t;
  float r = e + t * (2.88539008 + s * (0.96179669 + s * (0.57707802 + s * (0.41219859 + s * 0.32059890))));
  return x > 0.0 ? r : -3.0e38;
}
float exp_(float x) { return exp2_(x * 1.44269504); }
float log_(float x) { return log2_(x) * 0.69314718; }
float pow_(float x, float y) { return exp2_(y * log2_(x)); }
float sine_(float r, float n) {
  float s = r * r;
  float p = r + r * s * (-1.66666667e-1 + s * (8.33333333e-3 + s * (-1.98412698e-4 + s * (2.75573192e-6 - s * 2.50521084e-8))));
  return intBitsToFloat(floatBitsToInt(p) ^ (int(n) << 31));
}
float sin_(float x) {
  float n = floor(x * 0.31830989 + 0.5);
  return sine_(((x - n * 3.140625) - n * 9.67502594e-4) - n * 1.50995799e-7, n);
}
float cos_(float x) {
  float n = floor(x * 0.31830989 + 1.0);
  float h = n - 0.5;
  return sine_(((x - h * 3.140625) - h * 9.67502594e-4) - h * 1.50995799e-7, n);
}
float tan_(float x) { return sin_(x) / cos_(x); }
float unitAtan_(float t) {
  float s = t * t;
  return t * (1.0 + s * (-0.3333314528 + s * (0.1999355085 + s * (-0.1420889944 + s * (0.1065626393
    + s * (-0.0752896400 + s * (0.0429096138 + s * (-0.0161657367 + s * 0.0028662257))))))));
}
float atan2_(float y, float x) {
  float ax = abs(x);
  float ay = abs(y);
  float large = max(ax, ay);
  float r = unitAtan_(large > 0.0 ? min(ax, ay) / large : 0.0);
  r = ay > ax ? 1.57079633 - r : r;
  r = x < 0.0 ? 3.14159265 - r : r;
  return y < 0.0 ? -r : r;
}
float atan_(float x) {
  float a = abs(x);
  float r = a > 1.0 ? 1.57079633 - unitAtan_(1.0 / a) : unitAtan_(a);
  return x < 0.0 ? -r : r;
}
float asin_(float x) { return atan2_(x, sqrt(max(1.0 - x * x, 0.0))); }
float acos_(float x) { return atan2_(sqrt(max(1.0 - x * x, 0.0)), x); }
float sinh_(float x) { return 0.5 * (exp_(x) - exp_(-x)); }
float cosh_(float x) { return 0.5 * (exp_(x) + exp_(-x)); }
float tanh_(float x) {
  float e = exp2_(clamp(x, -9.0, 9.0) * 2.88539008);
  return (e - 1.0) / (e + 1.0);
}
float asinh_(float x) {
  float a = abs(x);
  float r = log_(a + sqrt(a * a + 1.0));
  return x < 0.0 ? -r : r;
}
float acosh_(float x) { return log_(x + sqrt(x * x - 1.0)); }
float atanh_(float x) { return 0.5 * log_((1.0 + x) / (1.0 - x)); }
int packUnorm_(float x) { return int(round(clamp(x, 0.0, 1.0) * 65535.0)); }
float unpackUnorm_(int b) { return float(b & 0xffff) / 65535.0; }
int packSnorm_(float x) { return int(round(clamp(x, -1.0, 1.0) * 32767.0)); }
float unpackSnorm_(int b) { return max(float(b) / 32767.0, -1.0); }
int packHalf_(float x) {
  float a = abs(x);
  int b = floatBitsToInt(a);
  int normal = (b - 0x38000000 + 0xfff + ((b >> 13) & 1)) >> 13;
  int h = a < 6.103515625e-5 ? int(roundEven(a * 16777216.0)) : a < 65520.0 ? normal : isnan(x) ? 0x7e00 : 0x7c00;
  return h | ((floatBitsToInt(x) >> 16) & 0x8000);
}
float unpackHalf_(int b) {
  int m = (b & 0x7fff) << 13;
  bool isSubnormal = m < 0x800000;
  bool isFinite = m < 0xf800000;
  float a = isSubnormal ? float(b & 0x3ff) * 5.9604645e-8 : intBitsToFloat(m + (isFinite ? 0x38000000 : 0x70000000));
  return b < 0 ? -a : a;
}
void main() {
  float x = isf_FragNormCoord.x;
  gl_FragColor = vec4(pow_(x, exp_(x)) + tan_(x) + atan_(x) + asin_(x) + acos_(x) + sinh_(x) + cosh_(x) + tanh_(x)
    + asinh_(x) + acosh_(x) + atanh_(x) + unpackUnorm_(packUnorm_(x)) + unpackSnorm_(packSnorm_(x))
    + unpackHalf_(packHalf_(x)));
}
