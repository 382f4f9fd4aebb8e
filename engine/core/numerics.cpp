// The elementary functions that are scalar and in double: sine, cosine and powers.
#include "engine/core/numerics.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

// Kernel polynomials of fdlibm on |r| <= pi/4.
double sin_kernel(double r) {
  const double z = r * r;
  return r + r * z *
                 detail::polynomial(
                     z, std::array{1.58969099521155010221e-10, -2.50507602534068634195e-08,
                                   2.75573137070700676789e-06, -1.98412698298579493134e-04,
                                   8.33333333332248946124e-03, -1.66666666666666324348e-01});
}

double cos_kernel(double r) {
  const double z = r * r;
  return 1 - (0.5 * z -
              z * z *
                  detail::polynomial(
                      z, std::array{-1.13596475577881948265e-11, 2.08757232129817482790e-09,
                                    -2.75573143513906633035e-07, 2.48015872894767294178e-05,
                                    -1.38888888888741095749e-03, 4.16666666666666019037e-02}));
}

struct Reduced {
  std::int64_t quadrant;
  double r;
};

// |x| < 2^20: pi/2 in three parts of 33, 33 and 53 bits, so that the first two products are exact.
Reduced reduce_small(double x) {
  const double round = 0x1.8p52;
  const double k = (x * (2 / std::numbers::pi) + round) - round;
  const double r = ((x - k * 1.57079632673412561417e+00) - k * 6.07710050630396597660e-11) -
                   k * 2.02226624879595063154e-21;
  return {static_cast<std::int64_t>(k), r};
}

// 2/pi in binary, 64 bits a word, after the point.
constexpr std::array<std::uint64_t, 20> kTwoOverPi = {
    0xA2F9836E4E441529, 0xFC2757D1F534DDC0, 0xDB6295993C439041, 0xFE5163ABDEBBC561,
    0xB7246E3A424DD2E0, 0x06492EEA09D1921C, 0xFE1DEB1CB129A73E, 0xE88235F52EBB4484,
    0xE99C7026B45F7E41, 0x3991D639835339F4, 0x9C845F8BBDF9283B, 0x1FF897FFDE05980F,
    0xEF2F118B5A0A6D1F, 0x6D367ECF27CB09B7, 0x4F463F669E5FEA2D, 0x7527BAC7EBE5F17B,
    0x3D0739F78A5292EA, 0x6BFB5FB1F8D5D085, 0x6033046FC7B6BABF, 0x0};

std::uint64_t bits_of_two_over_pi(int from) {  // 64 bits, the first has weight 2^-(from + 1)
  const int word = from / 64;
  const int shift = from % 64;
  if (from < 0) return from <= -64 ? 0 : kTwoOverPi[0] >> -from;
  const auto i = static_cast<std::size_t>(word);
  return shift == 0 ? kTwoOverPi[i]
                    : (kTwoOverPi[i] << shift) | (kTwoOverPi[i + 1] >> (64 - shift));
}

// Payne and Hanek 1983: multiply the mantissa by just those bits of 2/pi that reach the last two
// bits of the quotient and the fraction; what stands before them is a multiple of 4.
Reduced reduce_large(double x) {
  const auto bits = bits_as<std::uint64_t>(x);
  const int exponent = static_cast<int>((bits >> 52) & 0x7FF) - 1075;  // x = mantissa * 2^exponent
  const std::uint64_t mantissa = (bits & 0xFFFFFFFFFFFFF) | 0x10000000000000;
  const int from = exponent - 2;  // the quotient modulo 4 and everything behind it
  const Wide lowest = Wide{mantissa} * bits_of_two_over_pi(from + 128);  // angles near k pi/2
  const Wide low = Wide{mantissa} * bits_of_two_over_pi(from + 64) + (lowest >> 64);
  const Wide high = Wide{mantissa} * bits_of_two_over_pi(from) + (low >> 64);
  // `high` modulo 2^64 is the quotient / 4 as a 64-bit fraction; `low` continues it.
  const auto fraction = static_cast<std::uint64_t>(high);
  std::int64_t quadrant = static_cast<std::int64_t>(fraction >> 62);
  const Wide rest = ((Wide{fraction} << 64) | static_cast<std::uint64_t>(low)) << 2;
  double turn = static_cast<double>(static_cast<std::uint64_t>(rest >> 64)) * 0x1p-64 +
                static_cast<double>(static_cast<std::uint64_t>(rest)) * 0x1p-128;
  if (turn > 0.5) {
    turn = -(static_cast<double>(static_cast<std::uint64_t>(~rest >> 64)) * 0x1p-64 +
             static_cast<double>(static_cast<std::uint64_t>(~rest)) * 0x1p-128);
    ++quadrant;
  }
  const double r = turn * (std::numbers::pi / 2);
  return (bits >> 63) != 0 ? Reduced{-quadrant, -r} : Reduced{quadrant, r};
}

}  // namespace

SinCos sin_cos(double x) {
  if (!(x - x == 0)) return {x - x, x - x};  // infinity and NaN
  const Reduced q = abs(x) < 0x1p20 ? reduce_small(x) : reduce_large(x);
  const double s = sin_kernel(q.r);
  const double c = cos_kernel(q.r);
  switch (q.quadrant & 3) {
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

double power(double base, std::int64_t exponent) {
  double result = 1;
  for (double square = base; exponent > 0; exponent >>= 1, square *= square) {
    if ((exponent & 1) != 0) result *= square;
  }
  return result;
}

double power(double base, double exponent) {
  if (base == 0) return exponent == 0 ? 1 : 0;
  return exp(exponent * log(base));
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
