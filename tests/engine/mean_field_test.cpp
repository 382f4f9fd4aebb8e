// Mean-field theory against closed forms and its own laws. Golden values: tests/golden.
#include "engine/nn/mean_field.hpp"

#include <catch2/catch.hpp>

#include "engine/nn/activation_shape.hpp"
#include "engine/registry/read.hpp"

using namespace gradscope;

namespace {

constexpr double kPi = std::numbers::pi;

/// Every activation with its default parameters.
std::vector<Activation> all_activations() {
  std::vector<Activation> all;
  const Family& activations = family<Activation>();
  for (std::size_t i = 0; i < activations.members.size(); ++i) {
    activations.select(&all.emplace_back(), i);
  }
  return all;
}

}  // namespace

TEST_CASE("mean field: expectations over one z follow the closed forms") {
  for (const double q : {1e-6, 0.01, 0.5, 3.0, 400.0, 1e6}) {
    const auto erf = ActivationMoments(Erf{}).single(q);
    CHECK(erf.value2 == Approx(2 / kPi * std::asin(2 * q / (1 + 2 * q))).epsilon(1e-12));
    CHECK(erf.slope2 == Approx(4 / kPi / std::sqrt(1 + 4 * q)).epsilon(1e-12));
    const auto relu = ActivationMoments(Relu{}).single(q);
    CHECK(relu.value2 == Approx(q / 2).epsilon(1e-12));
    CHECK(relu.slope2 == Approx(0.5).epsilon(1e-12));
    CHECK(relu.growth == Approx(0.5).epsilon(1e-12));
    CHECK(relu.value4 == Approx(1.5 * q * q).epsilon(1e-12));
    CHECK(relu.slope4 == Approx(0.5).epsilon(1e-12));
    CHECK(relu.value2_slope2 == Approx(q / 2).epsilon(1e-12));
    const auto sine = ActivationMoments(Sine{}).single(q);
    CHECK(sine.value2 == Approx(0.5 * (1 - std::exp(-2 * q))).epsilon(1e-10));
    const auto clipped = ActivationMoments(HardTanh{-0.3, 2.0}).single(q);
    const double root = std::sqrt(2 * q);
    CHECK(clipped.slope2 ==
          Approx(0.5 * (std::erf(2 / root) + std::erf(0.3 / root))).epsilon(1e-12));
  }
}

TEST_CASE("mean field: expectations over pairs follow the closed forms") {
  const double q = GENERATE(0.3, 2.0, 50.0);
  const double c = GENERATE(-0.9, -0.2, 0.0, 0.3, 0.95, 1.0);
  constexpr double kWithin = 1e-7;
  const auto erf = ActivationMoments(Erf{}).pair(q, c, kWithin);
  const auto close = [&](double x) { return Approx(x).epsilon(kWithin).margin(1e-12); };
  CHECK(erf.values == close(2 / kPi * std::asin(2 * c * q / (1 + 2 * q))));
  const double between = (1 + 2 * q) * (1 + 2 * q) - 4 * q * q * c * c;
  CHECK(erf.slopes == close(4 / kPi / std::sqrt(between)));
  const auto relu = ActivationMoments(Relu{}).pair(q, c, kWithin);
  const double angle = std::acos(c);
  const double kernel = (std::sqrt(1 - c * c) + c * (kPi - angle)) / (2 * kPi);
  CHECK(relu.values == close(q * kernel));
  CHECK(relu.slopes == close((kPi - angle) / (2 * kPi)));
}

TEST_CASE("mean field: two equal inputs are one, for every activation") {
  for (const Activation& phi : all_activations()) {
    INFO(kind_of(phi));
    const ActivationMoments moments(phi);
    const auto one = moments.single(0.8);
    const auto two = moments.pair(0.8, 1, 1e-7);
    CHECK(two.values == Approx(one.value2).epsilon(1e-7));
    CHECK(two.slopes == Approx(one.slope2).epsilon(1e-7));
    CHECK(one.value4 >= Approx(one.value2 * one.value2));  // Jensen
    CHECK(one.slope4 >= Approx(one.slope2 * one.slope2));
  }
}

TEST_CASE("mean field: growth is the derivative of the length map, for every activation") {
  for (const Activation& phi : all_activations()) {
    INFO(kind_of(phi));
    const ActivationMoments moments(phi);
    const double q = 0.7;
    const double h = 1e-4;
    const double difference =
        (moments.single(q + h).value2 - moments.single(q - h).value2) / (2 * h);
    CHECK(moments.single(q).growth == Approx(difference).epsilon(1e-6));
  }
}

TEST_CASE("mean field: q* and c* are fixed points, for every activation") {
  const double sigma_w = GENERATE(0.7, 1.0, 1.3, 2.5, 40.0);
  const double sigma_b = GENERATE(0.0, 0.2);
  for (const Activation& phi : all_activations()) {
    const MeanField m = mean_field(phi, sigma_w, sigma_b);
    INFO(kind_of(phi) << " " << sigma_w << " " << sigma_b << " q " << m.q_star);
    if (m.status != MeanField::Status::kFinite) continue;
    const ActivationMoments moments(phi);
    const double w2 = sigma_w * sigma_w;
    const double b2 = sigma_b * sigma_b;
    CHECK(w2 * moments.single(m.q_star).value2 + b2 == Approx(m.q_star).epsilon(1e-12));
    CHECK(m.chi_q <= 1 + 1e-9);
    if (m.chi_1 <= 1) {
      CHECK(m.c_star == 1);
    } else {
      CHECK((m.c_star >= 0 && m.c_star < 1));
      const auto pair = moments.pair(m.q_star, m.c_star, 1e-8);
      CHECK((w2 * pair.values + b2) / m.q_star == Approx(m.c_star).epsilon(1e-6).margin(1e-9));
      CHECK(m.chi_c < 1);
    }
  }
}

TEST_CASE("mean field: homogeneous activations are known by their property") {
  for (const Activation& phi : all_activations()) {
    const std::string kind = kind_of(phi);
    INFO(kind);
    const bool line =
        kind == "identity" || kind == "relu" || kind == "leaky_relu" || kind == "prelu";
    CHECK(is_homogeneous(phi) == line);
  }
  CHECK(is_homogeneous(Elu{0}));   // is ReLU
  CHECK(is_homogeneous(Silu{0}));  // is z/2
  CHECK_FALSE(is_homogeneous(HardTanh{-100, 100}));
}

TEST_CASE("mean field: a homogeneous map is a line, with all four ends") {
  using Status = MeanField::Status;
  CHECK(mean_field(Relu{}, 1, 0).status == Status::kZero);
  CHECK(mean_field(Relu{}, std::numbers::sqrt2, 0).status == Status::kMarginal);
  CHECK(mean_field(Relu{}, std::numbers::sqrt2, 0.1).status == Status::kDiverges);
  CHECK(mean_field(Identity{}, 0.5, 0.3).q_star == Approx(0.09 / 0.75).epsilon(1e-15));
  CHECK(mean_field(LeakyRelu{0.2}, 3, 0).chi_1 == Approx(9 * 0.52).epsilon(1e-15));
  CHECK(std::isnan(mean_field(Relu{}, 2, 0).q_star));
}

TEST_CASE("mean field: slopes that jump are found where they jump") {
  using List = std::vector<double>;
  CHECK(kinks_of(Relu{}) == List{0});
  CHECK(kinks_of(Selu{}) == List{0});
  CHECK(kinks_of(Tanh{}).empty());
  CHECK(kinks_of(Elu{1}).empty());
  CHECK(kinks_of(Softplus{}).empty());
  CHECK(kinks_of(Sine{100}).empty());
  REQUIRE(kinks_of(Relu6{}).size() == 2);
  CHECK(kinks_of(Relu6{})[0] == 0);
  CHECK(kinks_of(Relu6{})[1] == Approx(6).epsilon(1e-14));
  const List limits = kinks_of(HardTanh{-0.3, 70});
  REQUIRE(limits.size() == 2);
  CHECK(limits[0] == Approx(-0.3).epsilon(1e-14));
  CHECK(limits[1] == Approx(70).epsilon(1e-14));
}

TEST_CASE("mean field: erf is critical where its closed form says") {
  const double sigma_b = GENERATE(0.01, 0.3, 1.0);
  const double w = critical_sigma_w(Erf{}, sigma_b);
  const double q = mean_field(Erf{}, w, sigma_b).q_star;
  CHECK(w * w * 4 / kPi / std::sqrt(1 + 4 * q) == Approx(1).epsilon(1e-12));
}

TEST_CASE("mean field: steep maps are right too") {
  const double sigma_w = GENERATE(100.0, 1600.0);
  const MeanField m = mean_field(Erf{}, sigma_w, 0);
  CHECK(m.q_star ==
        Approx(sigma_w * sigma_w * 2 / kPi * std::asin(2 * m.q_star / (1 + 2 * m.q_star)))
            .epsilon(1e-12));
  CHECK(m.chi_1 ==
        Approx(sigma_w * sigma_w * 4 / kPi / std::sqrt(1 + 4 * m.q_star)).epsilon(1e-12));
}

TEST_CASE("mean field: next to criticality the answer comes at once and is right") {
  // tanh without biases: q* = (sigma_w^2 - 1)/2 to first order, chi_1 = 1 + O(q*^2).
  for (const double excess : {1e-2, 1e-4, 1e-6}) {
    const MeanField m = mean_field(Tanh{}, std::sqrt(1 + excess), 0);
    INFO(excess);
    CHECK(m.q_star == Approx(excess / 2).epsilon(3 * excess).margin(1e-12));
    CHECK(m.chi_q == Approx(1 - excess).margin(3 * excess * excess + 1e-11));
  }
  CHECK(mean_field(Tanh{}, 1, 0).status == MeanField::Status::kZero);
  CHECK(mean_field(Tanh{}, 1, 0).chi_1 == 1);
}

TEST_CASE("mean field: depth scales are defined as long as their chi is neither 0 nor 1") {
  const MeanField m = mean_field(Tanh{}, 1.5, 0.1);
  CHECK(m.xi_grad == Approx(-1 / std::log(m.chi_1)));
  CHECK(m.xi_grad < 0);  // gradients grow towards the input
  CHECK(m.xi_q == Approx(-1 / std::log(m.chi_q)));
  CHECK(m.xi_c == Approx(-1 / std::log(m.chi_c)));
  CHECK(std::isnan(mean_field(Identity{}, 1, 0).xi_grad));
  CHECK(std::isnan(mean_field(Tanh{}, 0.5, 0).c_star));
}
