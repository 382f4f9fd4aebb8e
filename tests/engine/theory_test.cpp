// Mean-field theory of a run against the runs themselves, and against arithmetic.
#include "engine/train/theory.hpp"

#include "tests/engine/runs.hpp"

using namespace gradscope;

namespace {

Theory theory_for(const std::string& link) {
  Trainer trainer(run_of(link));
  return theory_of(trainer);
}

/// The share of draws whose delta lies in the band, per layer.
std::vector<double> coverage(const std::string& link, int draws) {
  std::vector<double> inside;
  for (int seed = 1; seed <= draws; ++seed) {
    const Theory theory = theory_for(link + "&seed=" + std::to_string(seed));
    REQUIRE(theory.reason == nullptr);
    inside.resize(theory.layers.size());
    for (std::size_t l = 0; l < inside.size(); ++l) {
      const LayerTheory& t = theory.layers[l];
      inside[l] += t.measured >= t.low && t.measured <= t.high ? 1 : 0;
    }
  }
  for (double& share : inside) share /= draws;
  return inside;
}

}  // namespace

TEST_CASE("theory: nine of ten draws fall into the band, in every layer") {
  constexpr int kDraws = 200;
  // A band of exactly 90 % is left by 20 +- 4.2 draws; four standard deviations.
  for (const std::string link :
       {"v1", "v1&width=32", "v1&activation=tanh", "v1&activation=tanh&width=32",
        "v1&activation=relu&init=he_normal", "v1&activation=relu&init=he_normal&width=32"}) {
    const std::vector<double> inside = coverage(link, kDraws);
    for (std::size_t l = 0; l + 1 < inside.size(); ++l) {
      INFO(link << " layer " << l << ": " << inside[l]);
      CHECK(inside[l] >= 0.8);
      CHECK(inside[l] <= 0.98);
    }
    CHECK(inside.back() == 1);  // measured, not predicted
  }
}

TEST_CASE("theory: linear layers follow the products of their variances") {
  // He's variance is 2/fan_in: q doubles per layer, and so does delta^2 towards the input.
  const Theory t = theory_for("v1&activation=identity&init=he_normal&depth=4&width=128&batch=64");
  REQUIRE(t.layers.size() == 5);
  for (std::size_t l = 1; l < 5; ++l) {
    CHECK(t.layers[l].q == Approx(2 * t.layers[l - 1].q).epsilon(1e-12));
  }
  CHECK(t.sigma_w == Approx(std::numbers::sqrt2).epsilon(1e-12));
  CHECK(t.field.chi_1 == Approx(2).epsilon(1e-12));
  const Value value = describe(t);
  CHECK(*value.find("critical_sigma_w")->as_number() == Approx(1).epsilon(1e-9));
  // A linear layer of n units multiplies delta^2 by a mean of n squared normal numbers, of relative
  // variance g = 2/n: each layer further down adds the Gamma's moments of the logarithm.
  const double g = 2.0 / 128;
  const auto log2 = [&](std::size_t l) { return 2 * std::log(t.layers[l].delta_rms); };
  CHECK(log2(1) - log2(2) == Approx(std::log(2) - g / 2 - g * g / 12).epsilon(1e-9));
  const auto spread = [&](std::size_t l) {
    const double s = 2 * std::log(t.layers[l].high / t.layers[l].delta_rms) / 1.6448536269514722;
    return s * s;
  };
  const double one = g + g * g / 2 + g * g * g / 6;
  CHECK(spread(3) == Approx(one).epsilon(1e-9));
  CHECK(spread(0) == Approx(4 * one).epsilon(1e-9));
}

TEST_CASE("theory: q of the first layer comes from the batch, with the drawn biases") {
  Trainer trainer(run_of("v1&activation=tanh&init=normal(std:0.7)&bias_std=0.4&depth=3&width=16"));
  const Theory t = theory_of(trainer);
  const double input = rms(trainer.network().input());
  CHECK(t.layers[0].q == Approx(0.49 * 2 * input * input + 0.16).epsilon(1e-12));
  CHECK(t.sigma_w == Approx(0.7 * 4).epsilon(1e-12));
  CHECK(t.sigma_b == Approx(0.4).epsilon(1e-12));
}

TEST_CASE("theory: q settles on q*, and delta shrinks by chi_1") {
  const Theory t = theory_for("v1&depth=30&width=16");
  CHECK(t.layers[20].q == Approx(t.field.q_star).epsilon(1e-6));
  const double ratio = t.layers[10].delta_rms / t.layers[20].delta_rms;
  // chi_1 per layer, and the median's shift below the mean.
  CHECK(2 * std::log(ratio) / 10 == Approx(std::log(t.field.chi_1)).margin(0.1));
}

TEST_CASE("theory: says why it does not apply") {
  const auto reason = [](const std::string& link) { return std::string(theory_for(link).reason); };
  CHECK(reason("v1&normalization=batch_norm") == "normalization");
  CHECK(reason("v1&residual=true") == "residual");
  CHECK(reason("v1&dropout=0.2") == "dropout");
  for (const std::string init : {"lsuv", "identity", "zeros", "constant", "normal(mean:0.1)",
                                 "uniform(lo:-0.1;hi:0.3)", "article_he"}) {
    INFO(init);
    CHECK(reason("v1&init=" + init) == "init");
  }
  Trainer trainer(run_of("v1"));
  trainer.step();
  CHECK(std::string(theory_of(trainer).reason) == "trained");
  const Value value = describe(theory_for("v1&residual=true"));
  CHECK(*value.find("reason")->as_string() == "residual");
  CHECK(value.find("layers") == nullptr);
}

TEST_CASE("theory: shallow networks have no layers to settle over") {
  const Theory none = theory_for("v1&depth=0");
  CHECK(none.layers.size() == 1);
  CHECK(std::isnan(none.sigma_w));
  const Theory one = theory_for("v1&depth=1");
  CHECK(one.layers.size() == 2);
  CHECK(std::isnan(one.field.chi_1));
  CHECK(one.layers[0].delta_rms > 0);
}
