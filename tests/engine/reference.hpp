// Elementary functions to about 100 bits, as oracles: sums of two doubles (Dekker 1971), Taylor
// series and continued fractions. Slow on purpose. Not from libm: its long double has 64, 113 or
// only 53 bits, depending on the machine, and musl (WebAssembly) computes some of it in double.
#pragma once

#include <cmath>

namespace reference {

/// The unevaluated sum hi + lo, |lo| at most half a unit in the last place of hi.
struct Number {
  double hi = 0, lo = 0;
  Number(double h, double l = 0) : hi(h), lo(l) {}
};

/// The exact sum of two doubles (Knuth).
inline Number sum(double a, double b) {
  const double s = a + b;
  const double t = s - a;
  return {s, (a - (s - t)) + (b - t)};
}

inline Number operator+(Number a, Number b) {
  const Number s = sum(a.hi, b.hi);
  const Number t = sum(a.lo, b.lo);
  const Number u = sum(s.hi, s.lo + t.hi);
  return sum(u.hi, u.lo + t.lo);
}
inline Number operator-(Number a) { return {-a.hi, -a.lo}; }
inline Number operator-(Number a, Number b) { return a + -b; }
inline Number operator*(Number a, Number b) {
  const double p = a.hi * b.hi;
  const double error = std::fma(a.hi, b.hi, -p);
  return sum(p, error + (a.hi * b.lo + a.lo * b.hi));
}
inline Number operator/(Number a, Number b) {  // long division, three digits of base 2^53
  const double q1 = a.hi / b.hi;
  const Number r1 = a - b * q1;
  const double q2 = r1.hi / b.hi;
  const Number r2 = r1 - b * q2;
  return sum(q1, q2) + Number(r2.hi / b.hi);
}
inline Number scaled(Number a, int exponent) {
  return {std::ldexp(a.hi, exponent), std::ldexp(a.lo, exponent)};
}

inline const Number kLn2{0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};
inline const Number kSqrtPi{0x1.c5bf891b4ef6bp+0, -0x1.618f13eb7ca89p-54};

/// e^r - 1 for |r| < 0.4: Taylor for r / 512, then (1 + e)^2 - 1 = e (e + 2), nine times.
inline Number expm1_small(Number r) {
  const Number x = scaled(r, -9);
  Number e = 0;
  for (int n = 12; n > 0; --n) e = (e + 1) * x / n;
  for (int i = 0; i < 9; ++i) e = e * (e + 2);
  return e;
}

/// e^x = mantissa * 2^exponent, so that denormal results can be compared too.
struct Scaled {
  Number mantissa;
  int exponent;
};
inline Scaled exp_scaled(Number x) {
  const int k = static_cast<int>(std::nearbyint(x.hi / kLn2.hi));
  return {expm1_small(x - kLn2 * k) + 1, k};
}
inline Number exp(Number x) {
  const Scaled s = exp_scaled(x);
  return scaled(s.mantissa, s.exponent);
}
inline Number expm1(Number x) {
  if (std::abs(x.hi) < 0.3) return expm1_small(x);
  return exp(x) - 1;
}

/// One Newton step from libm's logarithm doubles its digits.
inline Number log(Number x) {
  const Number y = std::log(x.hi);
  return y + (x * exp(-y) - 1);
}

/// log(1 + t) for t >= 0.
inline Number log1p(Number t) {
  if (t.hi > 1e-3) return log(t + 1);
  Number s = 0;
  for (int n = 14; n > 0; --n) s = t * (Number(n % 2 == 0 ? -1 : 1) / n + s);
  return s;
}

inline Number softplus(double x) {
  const Number tail = log1p(exp(-std::abs(x)));
  return x > 0 ? tail + x : tail;
}
inline Number sigmoid(double x) {
  const Number e = exp(-std::abs(x));
  return (x >= 0 ? Number(1) : e) / (e + 1);
}
inline Number tanh(double x) {
  const Number e = expm1(Number(2 * x));
  return e / (e + 2);
}

inline Number erfc(double x);

/// Abramowitz and Stegun 7.1.6: a sum of positive terms.
inline Number erf(double x) {
  if (std::abs(x) > 2) return x > 0 ? Number(1) - erfc(x) : erfc(-x) - 1;
  const Number square = Number(x) * x;
  Number s = 0;
  for (int n = 60; n >= 0; --n) s = Number(1) + square * 2 / (2 * n + 3) * s;
  return s * x * 2 * exp(-square) / kSqrtPi;
}

/// 7.1.14, a continued fraction, from its far end.
inline Number erfc(double x) {
  if (x < 0) return Number(2) - erfc(-x);
  if (x < 2) return Number(1) - erf(x);
  Number f = x;
  for (int n = 250; n > 0; --n) f = Number(x) + Number(n) / 2 / f;
  return exp(-(Number(x) * x)) / (f * kSqrtPi);
}

struct SinCos {
  Number sin, cos;
};
/// For |x| < 2^21, where k pi/2 in three doubles leaves 2^-86.
inline SinCos sin_cos(double x) {
  const Number half_pi{0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54};
  const double k = std::nearbyint(x / half_pi.hi);
  const Number r = Number(x) - half_pi * k + Number(k) * 0x1.f1976b7ed8fbcp-110;
  const Number z = r * r;
  Number s = 0;
  Number c = 0;
  for (int n = 14; n > 0; --n) {
    s = -(z / (2 * n * (2 * n + 1))) * (s + 1);
    c = -(z / (2 * n * (2 * n - 1))) * (c + 1);
  }
  s = (s + 1) * r;
  c = c + 1;
  switch (static_cast<long long>(k) & 3) {
    case 0:
      return {s, c};
    case 1:
      return {c, -s};
    case 2:
      return {-s, -c};
    default:
      return {-c, s};
  }
}

}  // namespace reference
