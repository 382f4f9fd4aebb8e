// The elementary functions where a formula alone does not decide: NaN, infinities, zeros,
// denormals, enormous angles; and the promise that every lane of a vector computes what a scalar
// computes.
#include <catch2/catch.hpp>

#include "engine/core/numerics.hpp"
#include "tests/engine/support.hpp"

using namespace gradscope;

namespace {

constexpr int kFunctions = 15;

/// Function number `which` of one argument, for T = a number or a vector.
template <class T>
T function(int which, T x) {
  switch (which) {
    case 0:
      return gradscope::abs(x);
    case 1:
      return gradscope::sign(x);
    case 2:
      return gradscope::exp(x);
    case 3:
      return expm1_negative(-gradscope::abs(x));
    case 4:
      return gradscope::tanh(x);
    case 5:
      return sigmoid(x);
    case 6:
      return gradscope::log(gradscope::max(gradscope::abs(x), splat<T>(1e-30)));
    case 7:
      return log1p_unit(gradscope::min(gradscope::abs(x), splat<T>(1)));
    case 8:
      return softplus(x);
    case 9:
      return erf_erfc(x).erf;
    case 10:
      return erf_erfc(x).erfc;
    case 11:
      return gradscope::sin(x);
    case 12:
      return gradscope::cos(x);
    case 13:
      return gradscope::sqrt(gradscope::abs(x));
    default:
      return gradscope::copysign(splat<T>(2), x);
  }
}

template <class T>
std::vector<T> arguments() {
  using Limits = std::numeric_limits<T>;
  std::vector<T> x = {0, 1, 2, 0.5, 3, 10, 20, 88, 89, 104, 709, 710, 746, T(1e10), T(1e30)};
  x.insert(x.end(), {Limits::denorm_min(), Limits::min(), Limits::max(), Limits::epsilon()});
  for (const T v : std::vector<T>(x)) x.push_back(-v);
  for (std::uint64_t i = 0; i < 400; ++i) x.push_back(static_cast<T>(30 * numbers(2).unit(i)));
  return x;
}

}  // namespace

TEMPLATE_TEST_CASE("numerics: every lane of a vector has the bits of the scalar", "", float,
                   double) {
  using T = TestType;
  using V = VecOf<T>;
  constexpr std::size_t kWidth = 16 / sizeof(T);
  const std::vector<T> x = arguments<T>();
  int different = 0;
  for (std::size_t i = 0; i + kWidth <= x.size(); ++i) {  // every argument visits every lane
    V v;
    std::memcpy(&v, &x[i], sizeof v);
    for (int which = 0; which < kFunctions; ++which) {
      const V result = function(which, v);
      for (std::size_t lane = 0; lane < kWidth; ++lane) {
        const T got = result[lane];
        different += same_bits(got, function(which, x[i + lane])) ? 0 : 1;
      }
    }
  }
  CHECK(different == 0);
}

TEMPLATE_TEST_CASE("numerics: NaN in, NaN out, and only in its own lane", "", float, double) {
  using T = TestType;
  using V = VecOf<T>;
  const auto nan = std::numeric_limits<T>::quiet_NaN();
  for (const T x : {nan, -nan}) {
    CHECK(std::isnan(gradscope::sign(x)));
    CHECK(std::isnan(gradscope::exp(x)));
    CHECK(std::isnan(expm1_negative(x)));
    CHECK(std::isnan(gradscope::tanh(x)));
    CHECK(std::isnan(sigmoid(x)));
    CHECK(std::isnan(softplus(x)));
    CHECK(std::isnan(erf_erfc(x).erf));
    CHECK(std::isnan(erf_erfc(x).erfc));
    CHECK(std::isnan(gradscope::sin(x)));
    CHECK(std::isnan(gradscope::cos(x)));
  }
  V v = splat<V>(0.5);
  v[1] = nan;
  CHECK(std::isnan(gradscope::tanh(v)[1]));
  CHECK(same_bits<T>(gradscope::tanh(v)[0], gradscope::tanh(T(0.5))));
}

TEMPLATE_TEST_CASE("numerics: infinities have their limits", "", float, double) {
  using T = TestType;
  const auto inf = std::numeric_limits<T>::infinity();
  CHECK(gradscope::exp(inf) == inf);
  CHECK(gradscope::exp(-inf) == 0);
  CHECK(expm1_negative(-inf) == -1);
  CHECK(gradscope::tanh(inf) == 1);
  CHECK(gradscope::tanh(-inf) == -1);
  CHECK(sigmoid(inf) == 1);
  CHECK(sigmoid(-inf) == 0);
  CHECK(softplus(inf) == inf);
  CHECK(softplus(-inf) == 0);
  CHECK(erf_erfc(inf).erf == 1);
  CHECK(erf_erfc(-inf).erf == -1);
  CHECK(erf_erfc(inf).erfc == 0);
  CHECK(erf_erfc(-inf).erfc == 2);
  CHECK(std::isnan(gradscope::sin(inf)));
  CHECK(std::isnan(gradscope::cos(-inf)));
  CHECK(gradscope::exp(std::numeric_limits<T>::max()) == inf);
}

TEMPLATE_TEST_CASE("numerics: odd functions keep the sign of zero", "", float, double) {
  using T = TestType;
  for (const T zero : {T(0), T(-0.0)}) {
    CHECK(same_bits(gradscope::tanh(zero), zero));
    CHECK(same_bits(erf_erfc(zero).erf, zero));
    CHECK(gradscope::sin(zero) == 0);
    CHECK(same_bits(gradscope::sign(zero), zero));
    CHECK(gradscope::exp(zero) == 1);
    CHECK(sigmoid(zero) == T(0.5));
    CHECK(gradscope::cos(zero) == 1);
    CHECK(gradscope::log(T(1)) == 0);
  }
  CHECK(same_bits(gradscope::abs(T(-0.0)), T(0)));
  CHECK(same_bits(gradscope::copysign(T(3), T(-0.0)), T(-3)));
}

TEMPLATE_TEST_CASE("numerics: functions of slope 1 at zero give a denormal back", "", float,
                   double) {
  using T = TestType;
  const T tiny = std::numeric_limits<T>::denorm_min();
  for (const T x : {tiny, 3 * tiny, -tiny}) {
    CHECK(same_bits(gradscope::tanh(x), x));
    CHECK(same_bits(gradscope::sin(x), x));
    CHECK(same_bits(expm1_negative(-gradscope::abs(x)), -gradscope::abs(x)));
    CHECK(same_bits(log1p_unit(gradscope::abs(x)), gradscope::abs(x)));
    CHECK(gradscope::sign(x) == (x > 0 ? 1 : -1));
  }
}

TEST_CASE("numerics: max and min return the first argument if it is NaN") {
  CHECK(std::isnan(gradscope::max(kNan, 1.0)));
  CHECK(std::isnan(gradscope::min(kNan, 1.0)));
  CHECK(gradscope::max(1.0, kNan) == 1.0);
  CHECK(gradscope::max(Index{2}, Index{7}) == 7);
  CHECK(gradscope::min(Index{2}, Index{7}) == 2);
}

TEST_CASE("numerics: the sine of an enormous angle is right to the last digit") {
  // Worked out from pi to 1,400 bits. 6381956970095103 * 2^797 is the double that comes nearest to
  // a multiple of pi/2 (Muller, Elementary Functions).
  struct Known {
    double x, sin, cos;
  };
  for (const Known& k : {
           Known{1e22, -0.8522008497671888017727, 0.5232147853951389454976},
           Known{-1e22, 0.8522008497671888017727, 0.5232147853951389454976},
           Known{0x1p63, 0.9999303766734422296179, 0.01180007651280023668442},
           Known{0x1p60, -0.8306492176372546505753, -0.5567960822766417036834},
           Known{1e300, -0.8178819121159085970459, -0.5753861119575490466882},
           Known{0x1p1000, -0.15920170308624243824, 0.9872460775989134842399},
           Known{0x1.fffffffffffffp1023, 0.004961954789184061790503, -0.9999876894265599374649},
           Known{0x1.6ac5b262ca1ffp849, 1.0, -4.687165924254627611123e-19},
           Known{0x1.921fb54442d18p1, 1.224646799147353177226e-16, -1.0},
           Known{123456789.0, 0.9901147518020354442292, 0.1402596815339096299507},
       }) {
    INFO(k.x);
    const SinCos got = sin_cos(k.x);
    CHECK(std::abs(got.sin - k.sin) <= 2 * spacing<double>(k.sin));  // as for small angles
    CHECK(std::abs(got.cos - k.cos) <= 2 * spacing<double>(k.cos));
  }
}

TEST_CASE("numerics: power of a whole exponent multiplies") {
  CHECK(power(3, std::int64_t{0}) == 1);
  CHECK(power(0, std::int64_t{0}) == 1);
  CHECK(power(0, std::int64_t{5}) == 0);
  CHECK(power(-2, std::int64_t{3}) == -8);
  CHECK(power(2, std::int64_t{1023}) == 0x1p1023);
  CHECK(power(0.5, std::int64_t{1074}) == std::numeric_limits<double>::denorm_min());
  CHECK(power(0.5, std::int64_t{1} << 40) == 0);
  CHECK(power(2, std::int64_t{1} << 40) == kInfinity);
  CHECK(power(1.5, std::int64_t{10}) == 57.6650390625);
}

TEST_CASE("numerics: power of a real exponent knows zero and one") {
  CHECK(power(0, 0.0) == 1);
  CHECK(power(0, 2.5) == 0);
  CHECK(power(1, 123.4) == 1);
  CHECK(power(4, 0.0) == 1);
}
