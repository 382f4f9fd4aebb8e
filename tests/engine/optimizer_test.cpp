// One sentence for each property that an optimizer is known by.
#include <catch2/catch.hpp>

#include "tests/engine/optimizer.hpp"

using namespace gradscope;

namespace {

/// A few roundings of numbers near 1.
constexpr double kRounding = 8 * kEpsilon;

/// params after some steps with seeded gradients of a given size.
Flat params_after(const std::vector<Transform>& chain, int steps, double size = 1,
                  double rate = 0.1) {
  Optimizer o(chain, rate);
  for (int t = 0; t < steps; ++t) o.step(gradient_of(61 + static_cast<std::uint64_t>(t), size));
  return o.params;
}

double largest_difference(const Flat& a, const Flat& b) {
  return static_cast<double>((a - b).abs().maxCoeff());
}

/// The updates of one parameter, over the learning rate, for a sequence of its gradients.
std::vector<double> path(const Transform& transform, const std::vector<double>& gradients) {
  Optimizer o({transform}, 1);
  std::vector<double> result;
  for (const double g : gradients) {
    const Flat gradient = Flat::Constant(43, scalar(g));
    o.step(gradient);
    result.push_back(-static_cast<double>(o.update[5]));
  }
  return result;
}

}  // namespace

TEST_CASE("adam: first step has size learning_rate whatever the gradient") {
  for (const double size : {1e-2, 1.0, 1e4, 1e10}) {
    Optimizer o({Adam{}}, 0.25);
    const Flat gradient = gradient_of(61, size);
    o.step(gradient);
    for (Index i = 0; i < 43; ++i) {
      const double g = static_cast<double>(gradient[i]);
      const double step = static_cast<double>(o.update[i]);
      // Short of it by eps / |g|.
      CHECK(step == Approx(g > 0 ? -0.25 : 0.25).epsilon(kRounding + 1e-8 / std::abs(g)));
    }
  }
}

TEST_CASE("adam: a constant gradient keeps steps of size learning_rate") {
  for (const double step : path(Adam{}, std::vector<double>(200, 0.3))) {
    CHECK(step == Approx(1).epsilon(1e-7 + 200 * kEpsilon));  // eps / g, roundings of two means
  }
}

TEST_CASE("adam: eps stands behind the bias correction, or before it") {
  const double g = 1e-8, eps = 1e-8;
  CHECK(path(Adam{0.9, 0.999, eps, false}, {g})[0] == Approx(g / (g + eps)).epsilon(1e-6));
  const double root = std::sqrt(0.001);
  CHECK(path(Adam{0.9, 0.999, eps, true}, {g})[0] ==
        Approx(g * root / (g * root + eps)).epsilon(1e-6));
}

TEST_CASE("adamw: is adam followed by add_decayed_weights, to the last bit") {
  CHECK(same_array(params_after({Adamw{0.9, 0.999, 1e-8, 0.1}}, 6),
                   params_after({Adam{}, AddDecayedWeights{0.1}}, 6)));
}

TEST_CASE("weight decay: in front of an optimizer it enters the moments, behind it does not") {
  const Flat coupled = params_after({AddDecayedWeights{0.1}, Adam{}}, 6);
  const Flat decoupled = params_after({Adam{}, AddDecayedWeights{0.1}}, 6);
  CHECK(largest_difference(coupled, decoupled) > 1e-3);
  // Before plain gradient descent both are the same.
  Optimizer o({AddDecayedWeights{0.5}}, 0.1);
  const Flat start = o.params;
  o.step(Flat::Zero(43));
  CHECK(largest_difference(o.params, start * scalar(0.95)) < kRounding);
}

TEST_CASE("amsgrad: its denominator never shrinks") {
  std::vector<double> gradients(60, 1e-3);
  gradients[0] = 10;
  const double adam = path(Adam{0.5, 0.5}, gradients).back();
  const double amsgrad = path(Amsgrad{0.5, 0.5}, gradients).back();
  CHECK(adam > 0.99);  // 60 half-lives later Adam has forgotten the shock
  CHECK(amsgrad < 1e-3);
}

TEST_CASE("adamax: divides by the largest gradient, decayed") {
  const auto steps = path(Adamax{0, 0.5, 0}, {4, 1, 1, 1});
  CHECK(steps[0] == Approx(1).epsilon(kRounding));
  CHECK(steps[1] == Approx(1.0 / 2).epsilon(kRounding));
  CHECK(steps[2] == Approx(1).epsilon(kRounding));
  CHECK(steps[3] == Approx(1).epsilon(kRounding));
}

TEST_CASE("nadam: looks ahead, so its first step is longer than adam's with a large momentum") {
  // t = 1: mu_2 m / (1 - mu_1 mu_2) + (1 - mu_1) g / (1 - mu_1), with mu_t close to beta1 / 2.
  Nadam n;
  n.epsilon = 0;
  n.momentum_decay = 0;  // mu_t = beta1 / 2 for every t
  const double mu = 0.45;
  const double expected = mu * 0.1 / (1 - mu * mu) + 1;
  CHECK(path(n, {3})[0] == Approx(expected).epsilon(kRounding));
  n.pytorch_1_13 = true;
  CHECK(path(n, {3})[0] == Approx(mu * 0.1 / (1 - mu * mu * mu) + 1).epsilon(kRounding));
}

TEST_CASE("radam: is momentum without a denominator until v can be trusted") {
  const auto steps = path(Radam{}, std::vector<double>(10, 0.25));
  for (std::size_t t = 0; t < 5; ++t) CHECK(steps[t] == Approx(0.25).epsilon(kRounding));
  // From step 6 on rho_t > 5, for beta2 = 0.999; the rectification is still small there.
  CHECK(steps[5] < 0.05);
  CHECK(steps[9] > steps[5]);
}

TEST_CASE("adagrad: steps shrink like 1 / sqrt(t)") {
  const auto steps = path(Adagrad{0, 0, 0}, {2, 2, 2, 2});
  CHECK(steps[0] == Approx(1).epsilon(kRounding));
  CHECK(steps[3] == Approx(0.5).epsilon(kRounding));
  CHECK(path(Adagrad{0, 12, 0}, {2})[0] == Approx(0.5).epsilon(kRounding));
  CHECK(path(Adagrad{0.5, 0, 0}, {2, 2})[1] == Approx(1 / std::sqrt(2.0) / 1.5).epsilon(kRounding));
}

TEST_CASE("adadelta: steps have the units of the parameter, not of the gradient") {
  Adadelta a;
  a.epsilon = 1e-30;  // too small to bring units of its own
  const auto once = path(a, {1, 0.5, 0.7}), scaled = path(a, {1024, 512, 0.7 * 1024});
  for (std::size_t t = 0; t < 3; ++t)
    CHECK(once[t] == Approx(scaled[t]).epsilon(1e-5).margin(1e-30));
}

TEST_CASE("rmsprop: divides by a running root mean square") {
  Rmsprop r;
  r.alpha = 0.75;
  CHECK(path(r, {2})[0] == Approx(2).epsilon(1e-6));  // 1 / sqrt(1 - alpha): no bias correction
  CHECK(path(r, std::vector<double>(60, 2)).back() == Approx(1).epsilon(1e-6));
  r.epsilon = 0.01;
  CHECK(path(r, {0.02})[0] == Approx(0.02 / (0.01 + 0.01)).epsilon(kRounding));
  r.eps_inside = true;
  CHECK(path(r, {0.2})[0] == Approx(0.2 / std::sqrt(0.01 + 0.01)).epsilon(kRounding));
}

TEST_CASE("rmsprop: centred, a constant gradient leaves only eps in the denominator") {
  Rmsprop r;
  r.alpha = 0.5;
  r.centered = true;
  r.epsilon = 0.5;
  CHECK(path(r, std::vector<double>(60, 2)).back() ==
        Approx(2 / 0.5).epsilon(2e-3));  // root of rounding
  Rmsprop m;
  m.momentum = 0.9;
  CHECK(path(m, {2, 0, 0})[2] == Approx(0.81 * 10).epsilon(1e-5));  // 1 / sqrt(1 - 0.99), then kept
}

TEST_CASE("rmsprop: cannot revive a gradient of zero") {
  for (const double step : path(Rmsprop{}, {0, 0, 0})) CHECK(step == 0);
}

TEST_CASE("momentum: a constant gradient grows towards 1 / (1 - mu) of it") {
  CHECK(path(Momentum{0.5}, {1, 1, 1}) == std::vector<double>{1, 1.5, 1.75});
  CHECK(path(Momentum{0.5, 0.5}, {1, 1, 1}) ==
        std::vector<double>{1, 1, 1});  // dampened, but first
  CHECK(path(Momentum{0.5, 0, true}, {1, 1}) == std::vector<double>{1.5, 1.75});
}

TEST_CASE("momentum_classic: equals momentum while the rate is constant") {
  for (const bool nesterov : {false, true}) {
    const Flat sum = params_after({Momentum{0.9, 0, nesterov}}, 8);
    const Flat velocity = params_after({ClassicMomentum{0.9, nesterov}}, 8);
    CHECK(largest_difference(sum, velocity) < 8 * kRounding);
    CHECK(largest_difference(sum, params_after({}, 8)) > 0.1);
  }
}

TEST_CASE("momentum_classic: a change of rate takes effect slowly, momentum's at once") {
  const auto second_update = [](const Transform& transform) {
    Optimizer o({transform}, 1);
    const Flat ones = Flat::Constant(43, 1);
    o.step(ones);
    o.learning_rate = 0;
    o.step(ones);
    return -static_cast<double>(o.update[0]);
  };
  CHECK(second_update(Momentum{0.5}) == 0);
  CHECK(second_update(ClassicMomentum{0.5}) == 0.5);
}

TEST_CASE("lion: every parameter moves by exactly the learning rate") {
  Optimizer o({Lion{}}, 0.1);
  for (std::uint64_t t = 0; t < 4; ++t) {
    o.step(gradient_of(61 + t, std::pow(10.0, 3.0 * static_cast<double>(t))));
    for (Index i = 0; i < 43; ++i) CHECK(std::abs(o.update[i]) == scalar(0.1));
  }
}

TEST_CASE("rprop: the size of the gradient does not matter, only its sign") {
  const Flat once = params_after({Rprop{}}, 6);
  CHECK(same_array(once, params_after({Rprop{}}, 6, 1e-8)));
  CHECK(same_array(once, params_after({Rprop{}}, 6, 1e8)));
}

TEST_CASE("rprop: steps grow while the sign holds, shrink and pause when it flips") {
  Optimizer o({Rprop{0.5, 2, 1e-6, 0.7}}, 0.125);
  std::vector<double> steps;
  for (const double g : {3.0, 1.0, 9.0, 1.0, -1.0, -1.0, -1.0}) {
    const Flat gradient = Flat::Constant(43, scalar(g));
    o.step(gradient);
    steps.push_back(-static_cast<double>(o.update[0]));
  }
  const double top = static_cast<double>(scalar(0.7));
  CHECK(steps == std::vector<double>{0.125, 0.25, 0.5, top, 0, -top / 2, -top});
}

TEST_CASE("asgd: the average follows the weights until t0, then it is a mean") {
  Asgd a;
  a.t0 = 3;
  a.lambd = 0;
  Optimizer o({a}, 1);
  const Flat gradient = Flat::Constant(43, scalar(0.25));
  std::vector<double> weights;
  for (int t = 1; t <= 8; ++t) {
    o.step(gradient);
    weights.push_back(static_cast<double>(o.params[0]));
    double mean = weights.back();
    if (t > 5) {  // from the fifth on: share 1 / (t - 1 - t0)
      mean = 0;
      for (std::size_t i = 4; i < weights.size(); ++i)
        mean += weights[i] / static_cast<double>(t - 4);
    }
    CHECK(static_cast<double>(o.state.moments[0]) == Approx(mean).margin(kRounding));
  }
}
