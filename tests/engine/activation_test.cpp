// Laws that every activation obeys, and the conventions at the kinks.
#include "engine/nn/activation.hpp"

#include <catch2/catch.hpp>

#include "tests/engine/support.hpp"

using namespace gradscope;

namespace {

/// Where some activation, with default parameters, has a kink or a jump of its slope.
bool near_a_kink(double z) {
  for (const double kink : {-3.0, -1.0, 0.0, 1.0, 3.0, 6.0, 20.0}) {
    if (std::abs(z - kink) < 5e-3) return true;
  }
  return false;
}

/// Points from -8 to 8 and a few far out, all away from kinks.
std::vector<double> points() {
  std::vector<double> z = {-100, -30, -19.9, 19.9, 20.1, 30, 100};
  for (int i = 0; i <= 1600; ++i) {
    const double x = -8 + 0.01 * i + 0.003;
    if (!near_a_kink(x)) z.push_back(x);
  }
  return z;
}

/// (f(z-2h) - 8f(z-h) + 8f(z+h) - f(z+2h)) / 12h: wrong by h^4 f^(5) / 30 and by rounding / h.
template <class F>
double numeric_slope(F&& f, double z) {
  const double h = 0x1p-10;
  return (f(z - 2 * h) - 8 * f(z - h) + 8 * f(z + h) - f(z + 2 * h)) / (12 * h);
}

template <class Phi, class T>
T slope_at(const Phi& phi, T z) {
  return phi.slope(z, phi.value(z));
}

template <class Phi>
inline constexpr bool kSquashes = requires {
  Phi::kSteepest;
};

}  // namespace

TEMPLATE_LIST_TEST_CASE("activation: the slope is the derivative of the value", "", Activation) {
  const TestType phi;
  double worst = 0;
  for (const double z : points()) {
    const double numeric = numeric_slope([&](double x) { return phi.value(x); }, z);
    const double off = std::abs(slope_at(phi, z) - numeric) / (1 + std::abs(phi.value(z)));
    worst = std::max(worst, off);
  }
  INFO(phi.info.kind);
  // h^4 / 30 = 3e-14 times fifth derivatives of at most a few hundred; rounding 2^-53 / h = 1e-13.
  CHECK(worst < 1e-11);
}

TEMPLATE_LIST_TEST_CASE("activation: vectors have the bits of scalars", "", Activation) {
  const TestType phi;
  std::vector<double> z = points();
  for (const double x : {0.0, -0.0, -3.0, 3.0, 1.0, -1.0, 6.0, 20.0, 1e-30, 1e30, -1e30}) {
    z.push_back(x);
  }
  int different = 0;
  for (std::size_t i = 0; i + kLanes <= z.size(); ++i) {
    std::array<Scalar, kLanes> x;
    for (std::size_t k = 0; k < x.size(); ++k) x[k] = scalar(z[i + k]);
    const Vec value = phi.value(load(x.data()));
    const Vec slope = phi.slope(load(x.data()), value);
    for (std::size_t k = 0; k < x.size(); ++k) {
      const Scalar v = value[k], s = slope[k];
      different += same_bits(v, phi.value(x[k])) && same_bits(s, slope_at(phi, x[k])) ? 0 : 1;
    }
  }
  INFO(phi.info.kind);
  CHECK(different == 0);
}

TEMPLATE_LIST_TEST_CASE("activation: NaN in, NaN out", "", Activation) {
  const TestType phi;
  INFO(phi.info.kind);
  CHECK(std::isnan(phi.value(std::numeric_limits<Scalar>::quiet_NaN())));
  CHECK(std::isnan(phi.value(kNan)));
  Vec z = broadcast(Scalar(0.5));
  z[1] = std::numeric_limits<Scalar>::quiet_NaN();
  CHECK(std::isnan(phi.value(z)[1]));
  CHECK(phi.value(z)[0] == phi.value(Scalar(0.5)));
}

TEMPLATE_LIST_TEST_CASE("activation: value and slope are finite for every finite input", "",
                        Activation) {
  const TestType phi;
  for (const double size : {0.0, 1e-38, 1.0, 50.0, 1e4, 1e19, 1e30}) {
    for (const Scalar z : {scalar(size), scalar(-size)}) {
      INFO(phi.info.kind << " at " << z);
      CHECK(std::isfinite(phi.value(z)));
      CHECK(std::isfinite(slope_at(phi, z)));
    }
  }
}

TEMPLATE_LIST_TEST_CASE("activation: what saturates is bounded, rises, and is steepest as it says",
                        "", Activation) {
  const TestType phi;
  INFO(phi.info.kind);
  double steepest = slope_at(phi, 0.0);
  double last = -kInfinity;
  bool falls = false;
  for (int i = -80000; i <= 80000; ++i) {
    const double z = 1e-4 * i;
    steepest = std::max(steepest, std::abs(slope_at(phi, z)));
    falls = falls || phi.value(z) < last;
    last = phi.value(z);
  }
  const bool bounded = std::abs(phi.value(1e30)) < 100 && std::abs(phi.value(-1e30)) < 100;
  if constexpr (kSquashes<TestType>) {
    CHECK(steepest == Approx(TestType::kSteepest).epsilon(1e-15).margin(0));
    CHECK(bounded);
    CHECK(!falls);
    CHECK(slope_at(phi, 1e30) < 1e-50);  // softsign's falls only like 1 / z^2
    CHECK(slope_at(phi, -1e30) < 1e-50);
  } else {  // or it does not claim to: unbounded, or a wave
    CHECK((!bounded || falls));
  }
}

TEMPLATE_LIST_TEST_CASE("activation: the gain is PyTorch's", "", Activation) {
  const std::string kind = TestType::info.kind;
  double expected = 1;  // torch.nn.init.calculate_gain has no other
  if (kind == "tanh") expected = 5.0 / 3;
  if (kind == "relu") expected = std::sqrt(2.0);
  if (kind == "leaky_relu") expected = std::sqrt(2 / (1 + 0.01 * 0.01));
  if (kind == "prelu") expected = std::sqrt(2 / (1 + 0.25 * 0.25));
  if (kind == "selu") expected = 0.75;
  INFO(kind);
  CHECK(gain(Activation(TestType{})) == Approx(expected).epsilon(1e-15).margin(0));
}

TEST_CASE("activation: slopes at the kinks are PyTorch's") {
  const auto slope = [](const Activation& activation, double z) {
    return std::visit([&](const auto& phi) { return slope_at(phi, z); }, activation);
  };
  CHECK(slope(Relu{}, 0) == 0);
  CHECK(slope(LeakyRelu{0.2}, 0) == 0.2);
  CHECK(slope(Prelu{0.3}, 0) == 0.3);
  CHECK(slope(Elu{2}, 0) == 2);
  CHECK(slope(Selu{}, 0) == Approx(1.7580993408473766).epsilon(1e-15));
  CHECK(slope(HardTanh{}, -1) == 0);
  CHECK(slope(HardTanh{}, 1) == 0);
  CHECK(slope(HardTanh{-2, 3}, 2.5) == 1);
  CHECK(slope(HardSigmoid{}, -3) == 0);
  CHECK(slope(HardSigmoid{}, 3) == 0);
  CHECK(slope(HardSwish{}, -3) == 0);
  CHECK(slope(HardSwish{}, 3) == 1);
  CHECK(slope(Relu6{}, 0) == 0);
  CHECK(slope(Relu6{}, 6) == 0);
  CHECK(slope(Softplus{1, 20}, 20.0) < 1);
  CHECK(slope(Softplus{1, 20}, 20.1) == 1);
}

TEST_CASE("activation: parameters do what their formulas say") {
  CHECK(LeakyRelu{0.2}.value(-3.0) == Approx(-0.6));
  CHECK(Elu{2}.value(-1.0) == Approx(2 * (std::exp(-1) - 1)));
  CHECK(Silu{3}.value(0.7) == Approx(0.7 / (1 + std::exp(-2.1))));
  CHECK(Softplus{2, 20}.value(0.5) == Approx(std::log(1 + std::exp(1.0)) / 2));
  CHECK(Softplus{2, 20}.value(10.01) == 10.01);
  CHECK(HardTanh{-2, 3}.value(-5.0) == -2);
  CHECK(HardTanh{-2, 3}.value(5.0) == 3);
  CHECK(Sine{30}.value(0.1) == Approx(std::sin(3.0)));
}

TEMPLATE_TEST_CASE("activation: slopes stay derivatives when parameters change", "", LeakyRelu,
                   Prelu, Elu, Silu, Softplus, HardTanh, Sine) {
  TestType phi;
  if constexpr (std::is_same_v<TestType, LeakyRelu> || std::is_same_v<TestType, Prelu>) {
    phi = {0.4};
  } else if constexpr (std::is_same_v<TestType, Softplus>) {
    phi = {1.7, 30};
  } else if constexpr (std::is_same_v<TestType, HardTanh>) {
    phi = {-3, 6};
  } else {
    phi = {1.7};
  }
  double worst = 0;
  for (const double z : points()) {
    if (std::abs(z) > 8) continue;
    const double numeric = numeric_slope([&](double x) { return phi.value(x); }, z);
    worst = std::max(worst, std::abs(slope_at(phi, z) - numeric) / (1 + std::abs(phi.value(z))));
  }
  CHECK(worst < 1e-10);  // as above; fifth derivatives grow with 1.7^5
}

TEST_CASE("activation: the trained slope of PReLU has the derivative min(z, 0)") {
  for (const double z : {-2.0, -0.5, 0.0, 0.5, 2.0}) {
    const double numeric = (Prelu{0.75}.value(z) - Prelu{0.25}.value(z)) / 0.5;
    CHECK(Prelu{}.parameter_slope(z) == numeric);
  }
}

TEST_CASE("activation: relatives agree where they must") {
  for (double z = -6; z < 6; z += 0.37) {
    CHECK(sigmoid(z) == Approx(0.5 * (1 + std::tanh(z / 2))).epsilon(1e-14));
    CHECK(Silu{}.value(z) == Approx(z * sigmoid(z)).epsilon(1e-15));
    CHECK(std::abs(GeluTanh{}.value(z) - Gelu{}.value(z)) < 5e-4);  // as its summary says
    CHECK(Relu6{}.value(z) == std::min(Relu{}.value(z), 6.0));
    CHECK(HardSwish{}.value(z) == Approx(z * HardSigmoid{}.value(z)).epsilon(1e-15));
    CHECK(LeakyRelu{0.25}.value(z) == Prelu{0.25}.value(z));
  }
  CHECK(Gelu{}.value(1.0) == Approx(0.8413447460685429).epsilon(1e-15));  // Phi(1)
  CHECK(Mish{}.value(1.0) == Approx(0.8650983882673103).epsilon(1e-15));
  CHECK(Selu{}.value(-1.0) == Approx(-1.1113307378125625).epsilon(1e-15));
}
