// Elementary functions with the same bits on every machine. Not a maths library: only what the
// engine needs, for T = float, double and the 16-byte vectors of both.
//
// Only + - * /, square root, comparisons and integer operations are used, so that no libm (they
// differ in the last bit) decides a result. Polynomials: Cephes (S. L. Moshier) for exp, fdlibm
// (Sun Microsystems 1993) for log, W. J. Cody 1969 for erf; the numbers are theirs.
// Errors are measured against long double in tests/engine/numerics_test.cpp.
#pragma once

#include <array>
#include <numbers>

#include "engine/core/scalar.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace detail {
template <class E>
struct Format;
template <>
struct Format<float> {
  using Int = std::int32_t;
  static constexpr int kMantissaBits = 23;
  static constexpr Int kBias = 127;
  static constexpr float kRound = 0x1.8p23F;  // adding it rounds to an integer
  static constexpr float kExpMax = 89, kExpMin = -105;
};
template <>
struct Format<double> {
  using Int = std::int64_t;
  static constexpr int kMantissaBits = 52;
  static constexpr Int kBias = 1023;
  static constexpr double kRound = 0x1.8p52;
  static constexpr double kExpMax = 710, kExpMin = -746;
};

template <class T>
struct IntOf {
  using type = typename Format<T>::Int;
};
template <>
struct IntOf<VecOf<float>> {
  using type = VecOf<std::int32_t>;
};
template <>
struct IntOf<VecOf<double>> {
  using type = VecOf<std::int64_t>;
};
template <class T>
using Int = typename IntOf<T>::type;

/// sum of coefficients[i] * x^(n-1-i): highest power first (Horner).
template <class T, class C, std::size_t n>
inline T polynomial(T x, const std::array<C, n>& coefficients) {
  T sum = splat<T>(coefficients[0]);
  for (std::size_t i = 1; i < n; ++i) sum = sum * x + splat<T>(coefficients[i]);
  return sum;
}

// Constants of the hot functions. They are deliberately not const: V8 builds a vector constant from
// immediates at every use (four instructions), but loads one from memory with a single instruction.
// tanh ran 2.2 times faster (Node 20) for it. Nothing ever writes them.
template <class E>
struct ExpTable;

template <>
struct ExpTable<float> {
  float log2e = std::numbers::log2e_v<float>, round = Format<float>::kRound, one = 1;
  float max = Format<float>::kExpMax, min = Format<float>::kExpMin;
  float ln2_high = 0.693359375F, ln2_low = -2.12194440e-4F;
  std::array<float, 6> tail = {1.9875691500e-4F, 1.3981999507e-3F, 8.3334519073e-3F,
                               4.1665795894e-2F, 1.6666665459e-1F, 5.0000001201e-1F};
};

template <>
struct ExpTable<double> {
  double log2e = std::numbers::log2e, round = Format<double>::kRound, one = 1;
  double max = Format<double>::kExpMax, min = Format<double>::kExpMin;
  double ln2_high = 6.93145751953125e-1, ln2_low = 1.42860682030941723212e-6;
  std::array<double, 3> p = {1.26177193074810590878e-4, 3.02994407707441961300e-2, 1.0};
  std::array<double, 4> q = {3.00198505138664455042e-6, 2.52448340349684104192e-3,
                             2.27265548208155028766e-1, 2.0};
};

template <class E>
struct TanhTable {
  E end = std::is_same_v<E, float> ? 10 : 20;  // saturated: tanh rounds to 1
  E one = 1, two = 2;
};

template <class E>
inline ExpTable<E> exp_table;
template <class E>
inline TanhTable<E> tanh_table;

/// 2^n for an integer n within the normal exponents.
template <class T>
inline T power_of_two(Int<T> n) {
  using F = Format<Element<T>>;
  return bits_as<T>((n + F::kBias) << F::kMantissaBits);
}

/// x = n ln 2 + r with |r| <= ln(2)/2; returns n and sets `expm1_r` = e^r - 1, exact to rounding
/// even for tiny r.
template <class T>
inline Int<T> split_exponent(T x, T& expm1_r) {
  const auto& c = exp_table<Element<T>>;
  const T round = splat<T>(c.round);
  const T shifted = x * splat<T>(c.log2e) + round;
  const Int<T> n = bits_as<Int<T>>(shifted) - bits_as<Int<T>>(round);
  const T whole = shifted - round;
  const T r = (x - whole * splat<T>(c.ln2_high)) - whole * splat<T>(c.ln2_low);
  if constexpr (std::is_same_v<Element<T>, float>) {
    expm1_r = polynomial(r, c.tail) * (r * r) + r;
  } else {
    const T p = r * polynomial(r * r, c.p);
    expm1_r = splat<T>(2) * p / (polynomial(r * r, c.q) - p);
  }
  return n;
}
}  // namespace detail

template <class T>
inline T abs(T x) {
  using I = detail::Int<T>;
  const I sign = bits_as<I>(splat<T>(-0.0));
  return bits_as<T>(bits_as<I>(x) & ~sign);
}

/// |magnitude| with the sign of `sign`, which may be a zero.
template <class T>
inline T copysign(T magnitude, T sign) {
  using I = detail::Int<T>;
  const I bit = bits_as<I>(splat<T>(-0.0));
  return bits_as<T>((bits_as<I>(magnitude) & ~bit) | (bits_as<I>(sign) & bit));
}

/// -1 or 1; zeros and NaN stay what they are.
template <class T>
inline T sign(T x) {
  const T zero = splat<T>(0);
  return x > zero ? splat<T>(1) : (x < zero ? splat<T>(-1) : x);
}

/// e^x. Overflows to infinity, underflows through the denormals to 0.
template <class T>
inline T exp(T x) {
  const auto& c = detail::exp_table<Element<T>>;
  T e;
  const auto n = detail::split_exponent(min(max(x, splat<T>(c.min)), splat<T>(c.max)), e);
  const auto half = n >> 1;  // two factors: 2^n itself may be outside the normal range
  return (splat<T>(c.one) + e) * detail::power_of_two<T>(half) * detail::power_of_two<T>(n - half);
}

/// e^x - 1 for x <= 0, without cancellation near 0.
template <class T>
inline T expm1_negative(T x) {
  T e;
  const auto n = detail::split_exponent(max(x, splat<T>(-60)), e);
  const T scale = detail::power_of_two<T>(n);
  return scale * e + (scale - splat<T>(1));
}

/// Hyperbolic tangent: (e^2|x| - 1) / (e^2|x| + 1), so that tiny x keep their digits and, near
/// saturation, 1 - tanh^2 is right too (a rational approximation is 1.3 times faster, but its error
/// of 3 units in the last place ruins that difference).
template <class T>
inline T tanh(T x) {
  const auto& c = detail::tanh_table<Element<T>>;
  T e;
  const auto n = detail::split_exponent(min(abs(x), splat<T>(c.end)) * splat<T>(c.two), e);
  const T scale = detail::power_of_two<T>(n);
  const T expm1 = scale * e + (scale - splat<T>(c.one));
  return copysign(expm1 / (expm1 + splat<T>(c.two)), x);
}

/// 1 / (1 + e^-x), accurate in both tails.
template <class T>
inline T sigmoid(T x) {
  const T one = splat<T>(1);
  const T e = exp(-abs(x));
  return (x >= splat<T>(0) ? one : e) / (one + e);
}

/// Natural logarithm of a normal x > 0. The result for other x is unspecified.
template <class T>
inline T log(T x) {
  using F = detail::Format<Element<T>>;
  using I = detail::Int<T>;
  const T one = splat<T>(1);
  // x = 2^k m with m in [sqrt(1/2), sqrt(2)); k comes from the exponent bits.
  const I bits = bits_as<I>(x);
  const I offset = bits - bits_as<I>(splat<T>(std::numbers::sqrt2 / 2));
  const I k = offset >> F::kMantissaBits;
  const T f = bits_as<T>(bits - (k << F::kMantissaBits)) - one;
  T whole;  // k as a number: the round-to-integer constant, backwards
  const T round = splat<T>(F::kRound);
  whole = bits_as<T>(bits_as<I>(round) + k) - round;
  const T s = f / (splat<T>(2) + f);
  const T z = s * s;
  T r;
  if constexpr (std::is_same_v<Element<T>, float>) {
    r = z * detail::polynomial(
                z, std::array{0.24279078841, 0.28498786688, 0.40000972152, 0.66666662693});
  } else {
    r = z * detail::polynomial(z, std::array{1.479819860511658591e-01, 1.531383769920937332e-01,
                                             1.818357216161805012e-01, 2.222219843214978396e-01,
                                             2.857142874366239149e-01, 3.999999999940941908e-01,
                                             6.666666666666735130e-01});
  }
  const T half_square = splat<T>(0.5) * f * f;
  const T ln2_hi =
      splat<T>(std::is_same_v<Element<T>, float> ? 6.9313812256e-01 : 6.93147180369123816490e-01);
  const T ln2_lo =
      splat<T>(std::is_same_v<Element<T>, float> ? 9.0580006145e-06 : 1.90821492927058770002e-10);
  return whole * ln2_hi - ((half_square - (s * (half_square + r) + whole * ln2_lo)) - f);
}

/// log(1 + u) for 0 <= u <= 1, accurate for tiny u.
template <class T>
inline T log1p_unit(T u) {
  const T one = splat<T>(1);
  const T w = one + u;
  return log(w) + (u - (w - one)) / w;  // the second term is what rounding 1 + u lost
}

/// log(1 + e^x) without overflow.
template <class T>
inline T softplus(T x) {
  return max(x, splat<T>(0)) + log1p_unit(exp(-abs(x)));
}

/// Error function and its complement, together: erf(x) and erfc(x) for every x (Cody 1969).
template <class T>
struct ErfPair {
  T erf, erfc;
};

template <class T>
inline ErfPair<T> erf_erfc(T x) {
  using detail::polynomial;
  const T one = splat<T>(1);
  const T y = min(abs(x), splat<T>(28));
  const T y2 = y * y;
  // |x| <= 0.5: odd rational function.
  const T small = y *
                  polynomial(y2, std::array{1.85777706184603153e-1, 3.16112374387056560e0,
                                            1.13864154151050156e2, 3.77485237685302021e2,
                                            3.20937758913846947e3}) /
                  polynomial(y2, std::array{1.0, 2.36012909523441209e1, 2.44024637934444173e2,
                                            1.28261652607737228e3, 2.84423683343917062e3});
  // 0.5 < |x| <= 4 and beyond: erfc = e^(-x^2) times a rational function.
  const T middle =
      polynomial(y,
                 std::array{2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594e0,
                            6.61191906371416295e1, 2.98635138197400131e2, 8.81952221241769090e2,
                            1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3}) /
      polynomial(
          y, std::array{1.0, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2,
                        1.62138957456669019e3, 3.29079923573345963e3, 4.36261909014324716e3,
                        3.43936767414372164e3, 1.23033935480374942e3});
  const T far_y = max(y, splat<T>(4));
  const T w = one / (far_y * far_y);
  const T ratio = polynomial(w, std::array{1.63153871373020978e-2, 3.05326634961232344e-1,
                                           3.60344899949804439e-1, 1.25781726111229246e-1,
                                           1.60837851487422766e-2, 6.58749161529837803e-4}) /
                  polynomial(w, std::array{1.0, 2.56852019228982242e0, 1.87295284992346725e0,
                                           5.27905102951428412e-1, 6.05183413124413191e-2,
                                           2.33520497626869185e-3});
  const T far = (splat<T>(std::numbers::inv_sqrtpi) - w * ratio) / far_y;
  // e^(-y^2) with y^2 split, because rounding y^2 alone costs y^2 units in the last place.
  const T scale = splat<T>(std::is_same_v<Element<T>, float> ? 0x1p12 + 1 : 0x1p27 + 1);
  const T high = y * scale - (y * scale - y);
  const T tail = exp(-(high * high)) * exp(-(y - high) * (y + high));
  const T erfc_y = (y <= splat<T>(4) ? middle : far) * tail;
  const auto is_small = y <= splat<T>(0.5);
  const T erf_y = is_small ? small : one - erfc_y;
  const T upper = is_small ? one - small : erfc_y;
  const T erf = copysign(erf_y, x);
  const T erfc = x < splat<T>(0) ? one + erf_y : upper;
  return {erf, erfc};
}

struct SinCos {
  double sin, cos;
};

/// Sine and cosine in double for every finite x (numerics.cpp: Payne and Hanek 1983 reduction).
SinCos sin_cos(double x);

template <class T>
inline T sin(T x) {
  if constexpr (!kIsVector<T>) {
    return static_cast<T>(sin_cos(x).sin);
  } else {
    T r = x;
    for (std::size_t i = 0; i < sizeof(T) / sizeof(Element<T>); ++i) {
      r[i] = static_cast<Element<T>>(sin_cos(x[i]).sin);
    }
    return r;
  }
}

template <class T>
inline T cos(T x) {
  if constexpr (!kIsVector<T>) {
    return static_cast<T>(sin_cos(x).cos);
  } else {
    T r = x;
    for (std::size_t i = 0; i < sizeof(T) / sizeof(Element<T>); ++i) {
      r[i] = static_cast<Element<T>>(sin_cos(x[i]).cos);
    }
    return r;
  }
}

/// base^exponent for an integer exponent >= 0, by squaring. 0^0 is 1.
double power(double base, std::int64_t exponent);

/// base^exponent for base > 0 (0^exponent is 0 for exponent > 0).
double power(double base, double exponent);

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
