// How far the elementary functions are from the truth, in units in the last place (ulp).
//
// Each bound is the largest error measured over these very points, rounded up to the next tenth.
// The points and the functions have the same bits on every machine, so there is nothing to leave
// room for, and a lost digit shows.
#include <catch2/catch.hpp>

#include "engine/core/numerics.hpp"
#include "tests/engine/reference.hpp"
#include "tests/engine/support.hpp"

using namespace gradscope;

namespace {

/// The largest error over points spread over [lo, hi]: |got - exact| in units of what T resolves.
template <class T>
struct Worst {
  double error = 0;
  double at = 0;

  template <class Function, class Exact>
  Worst(double lo, double hi, Function&& function, Exact&& exact) {
    constexpr int kPoints = 4000;
    for (int i = 0; i <= kPoints; ++i) {
      const double jitter = 0.4 * numbers(1).unit(static_cast<std::uint64_t>(i));
      const double share = std::min(std::max((i + jitter) / kPoints, 0.0), 1.0);
      const auto x = static_cast<T>(lo + (hi - lo) * share);
      see(static_cast<double>(x), static_cast<double>(function(x)), exact(static_cast<double>(x)));
    }
  }

 private:
  void see(double x, double got, reference::Number exact) {
    const double off = std::abs((got - exact.hi) - exact.lo) / spacing<T>(exact.hi);
    if (off <= error) return;
    error = off;
    at = x;
  }
};

template <class T>
constexpr double bound(double single, double twice) {
  return std::is_same_v<T, float> ? single : twice;
}

}  // namespace

/// Fails also if nothing was compared: an error of exactly 0 everywhere cannot be.
#define CHECK_ULPS(worst, most) \
  do {                          \
    const auto w = worst;       \
    INFO("at x = " << w.at);    \
    CHECK(w.error <= (most));   \
    CHECK(w.error > 0);         \
  } while (false)

TEMPLATE_TEST_CASE("numerics: exp is right to the last digits", "", float, double) {
  using T = TestType;
  const auto exact = [](double x) { return reference::exp(x); };
  const auto f = [](T x) { return gradscope::exp(x); };
  CHECK_ULPS(Worst<T>(-1, 1, f, exact), bound<T>(0.8, 1.5));
  CHECK_ULPS(Worst<T>(bound<T>(-87, -708), bound<T>(88, 709), f, exact), bound<T>(0.9, 1.6));
}

TEMPLATE_TEST_CASE("numerics: exp falls through the denormals to zero", "", float, double) {
  using T = TestType;
  const double end = bound<T>(-103, -744);
  const auto f = [](T x) { return gradscope::exp(x); };
  const auto exact = [](double x) { return reference::exp(x); };
  CHECK_ULPS(Worst<T>(end, bound<T>(-87.4, -708.5), f, exact), bound<T>(0.8, 1));
  CHECK(f(static_cast<T>(end)) > 0);
  CHECK(f(static_cast<T>(bound<T>(-104, -746))) == 0);
}

TEMPLATE_TEST_CASE("numerics: expm1_negative keeps the digits of tiny arguments", "", float,
                   double) {
  using T = TestType;
  const auto f = [](T x) { return expm1_negative(x); };
  const auto exact = [](double x) { return reference::expm1(x); };
  CHECK_ULPS(Worst<T>(-1e-6, -1e-9, f, exact), bound<T>(0.5, 3.1));
  CHECK_ULPS(Worst<T>(-1, 0, f, exact), bound<T>(0.9, 2.8));
  CHECK_ULPS(Worst<T>(-80, -1, f, exact), bound<T>(0.8, 0.8));
}

TEMPLATE_TEST_CASE("numerics: tanh is right to the last digits", "", float, double) {
  using T = TestType;
  const auto f = [](T x) { return gradscope::tanh(x); };
  CHECK_ULPS(Worst<T>(-1e-3, 1e-3, f, reference::tanh), bound<T>(1.8, 3.9));
  CHECK_ULPS(Worst<T>(-25, 25, f, reference::tanh), bound<T>(1.8, 2.1));
}

TEMPLATE_TEST_CASE("numerics: 1 - tanh^2 is right where tanh saturates", "", float, double) {
  using T = TestType;
  double worst =
      0;  // relative to the spacing of 1, the only size that a difference from 1 can have
  for (double x = 1; x < bound<T>(9, 19); x += 0.01) {
    const auto a = static_cast<double>(gradscope::tanh(static_cast<T>(x)));
    const reference::Number t = reference::tanh(static_cast<double>(static_cast<T>(x)));
    const reference::Number slope = reference::Number(1) - t * t;
    worst = std::max(worst, std::abs((1 - a) * (1 + a) - slope.hi) / spacing<T>(0.75));
  }
  CHECK(worst <= 2.6);
}

TEMPLATE_TEST_CASE("numerics: sigmoid keeps both tails", "", float, double) {
  using T = TestType;
  const auto f = [](T x) { return sigmoid(x); };
  CHECK_ULPS(Worst<T>(-1, 1, f, reference::sigmoid), bound<T>(1.3, 1.4));
  CHECK_ULPS(Worst<T>(bound<T>(-85, -700), 40, f, reference::sigmoid), bound<T>(1.7, 1.5));
}

TEMPLATE_TEST_CASE("numerics: log is right to the last digits", "", float, double) {
  using T = TestType;
  const auto f = [](T x) { return gradscope::log(x); };
  const auto exact = [](double x) { return reference::log(x); };
  CHECK_ULPS(Worst<T>(0.7, 1.42, f, exact), bound<T>(0.8, 0.8));
  CHECK_ULPS(Worst<T>(bound<T>(1e-37, 1e-300), 1e-3, f, exact), bound<T>(0.6, 0.6));
  CHECK_ULPS(Worst<T>(1e-3, 20, f, exact), bound<T>(0.7, 0.7));
  CHECK_ULPS(Worst<T>(20, bound<T>(3e38, 1.7e308), f, exact), bound<T>(0.6, 0.6));
}

TEMPLATE_TEST_CASE("numerics: log1p_unit keeps the digits of tiny arguments", "", float, double) {
  using T = TestType;
  const auto f = [](T x) { return log1p_unit(x); };
  const auto exact = [](double x) { return reference::log1p(x); };
  CHECK_ULPS(Worst<T>(1e-12, 1e-6, f, exact), bound<T>(1.1, 1));
  CHECK_ULPS(Worst<T>(1e-6, 1, f, exact), bound<T>(1.2, 1.1));
}

TEMPLATE_TEST_CASE("numerics: softplus keeps both tails", "", float, double) {
  using T = TestType;
  const auto f = [](T x) { return softplus(x); };
  CHECK_ULPS(Worst<T>(-3, 3, f, reference::softplus), bound<T>(1.8, 1.7));
  CHECK_ULPS(Worst<T>(bound<T>(-85, -700), 100, f, reference::softplus), bound<T>(1.7, 1.5));
}

TEMPLATE_TEST_CASE("numerics: erf is right on its three pieces", "", float, double) {
  using T = TestType;
  const auto f = [](T x) { return erf_erfc(x).erf; };
  CHECK_ULPS(Worst<T>(-0.5, 0.5, f, reference::erf), bound<T>(2.6, 3));
  CHECK_ULPS(Worst<T>(0.5, 4, f, reference::erf), bound<T>(1.9, 1.9));
  CHECK_ULPS(Worst<T>(-7, -4, f, reference::erf), bound<T>(0.3, 0.5));
}

TEMPLATE_TEST_CASE("numerics: erfc keeps its digits far out", "", float, double) {
  using T = TestType;
  const auto f = [](T x) { return erf_erfc(x).erfc; };
  CHECK_ULPS(Worst<T>(-3, 0.5, f, reference::erfc), bound<T>(2.4, 2.1));
  CHECK_ULPS(Worst<T>(0.5, 4, f, reference::erfc), bound<T>(6.8, 5.2));
  CHECK_ULPS(Worst<T>(4, bound<T>(9, 26), f, reference::erfc), bound<T>(3.8, 3.6));
}

TEST_CASE("numerics: sine and cosine are right to the last digits") {
  const auto sine = [](double x) { return sin_cos(x).sin; };
  const auto cosine = [](double x) { return sin_cos(x).cos; };
  const auto exact_sine = [](double x) { return reference::sin_cos(x).sin; };
  const auto exact_cosine = [](double x) { return reference::sin_cos(x).cos; };
  CHECK_ULPS(Worst<double>(-0.8, 0.8, sine, exact_sine), 1.2);
  CHECK_ULPS(Worst<double>(-0.8, 0.8, cosine, exact_cosine), 1.0);
  CHECK_ULPS(Worst<double>(-10, 10, sine, exact_sine), 1.2);
  CHECK_ULPS(Worst<double>(-10, 10, cosine, exact_cosine), 1.3);
  CHECK_ULPS(Worst<double>(-0x1p20, 0x1p20, sine, exact_sine), 1.9);
  CHECK_ULPS(Worst<double>(-0x1p20, 0x1p20, cosine, exact_cosine), 1.7);
  CHECK_ULPS(Worst<double>(0x1p20, 0x1p21, sine, exact_sine), 2.4);  // by Payne and Hanek's method
  CHECK_ULPS(Worst<double>(0x1p20, 0x1p21, cosine, exact_cosine), 2);
}

TEST_CASE("numerics: power of a real exponent loses a digit per factor of ten in its logarithm") {
  // exp(y log x) multiplies the rounding of y log x, half a unit of it, by its size.
  for (const double y : {0.5, 3.0, 20.0, -7.5}) {
    for (double x = 0.01; x < 30; x *= 1.37) {
      const reference::Number exact = reference::exp(reference::log(x) * y);
      const double size = 2 + std::abs(y * std::log(x));
      INFO(x << " to the power " << y);
      CHECK(std::abs((power(x, y) - exact.hi) - exact.lo) <= size * 0x1p-52 * exact.hi);
    }
  }
}
