// Laws that every transform obeys in a chain, whatever it computes.
#include <catch2/catch.hpp>

#include "tests/engine/optimizer.hpp"

using namespace gradscope;

namespace {

/// The transforms for which a sentence is not true, and why.
using Kinds = std::set<std::string>;
const Kinds kMovesWithoutGradient = {"adamw", "add_decayed_weights",
                                     "asgd",  // they shrink the weights themselves
                                     "article_constant_gradient",  // ignores the gradient
                                     "article_adam_code"};         // NaN: the root of -eps
const Kinds kNotFiniteFarOut = {
    "article_adam_code",                         // the root of (1 - beta2) g^2 - eps, if g is small
    sizeof(Scalar) == 4 ? "article_adam" : ""};  // adds g^2, which overflows float32

bool is_in(const Kinds& kinds, const char* kind) { return kinds.count(kind) > 0; }

}  // namespace

TEMPLATE_LIST_TEST_CASE("chain: a range may be cut anywhere, the bits stay the same", "",
                        Transform) {
  const TestType transform;
  INFO(TestType::info.kind);
  Optimizer whole({transform}), pieces({transform});
  CHECK(whole.chain.elementwise() == kIsElementwise<TestType>);
  if (!whole.chain.elementwise()) return;
  const std::vector<std::vector<Index>> cuts = {
      {1}, {28, 37}, {3, 4, 5, 17}, {42}, {8, 16, 24, 32, 40}};
  for (std::size_t t = 0; t < cuts.size(); ++t) {
    whole.step(gradient_of(61 + t));
    pieces.step(gradient_of(61 + t), cuts[t]);
    CHECK(same_array(whole.params, pieces.params));
    CHECK(same_array(whole.update, pieces.update));
    CHECK(same_array(whole.state.moments, pieces.state.moments));
  }
}

TEMPLATE_LIST_TEST_CASE("chain: the update is what params move by", "", Transform) {
  Optimizer o({TestType{}});
  for (std::uint64_t t = 0; t < 3; ++t) {
    const Flat before = o.params;
    if (!o.step(gradient_of(61 + t))) return;  // article_adam_code, at its first small gradient
    const Flat moved = before + o.update;
    INFO(TestType::info.kind);
    CHECK(same_array(o.params, moved));
  }
}

TEMPLATE_LIST_TEST_CASE("chain: without gradient and history nothing moves", "", Transform) {
  Optimizer o({TestType{}});
  const Flat before = o.params;
  const Flat nothing = Flat::Zero(43);
  for (int t = 0; t < 3; ++t) o.step(nothing);
  INFO(TestType::info.kind);
  CHECK((o.params == before).all() == !is_in(kMovesWithoutGradient, TestType::info.kind));
}

TEMPLATE_LIST_TEST_CASE("chain: parameters stay finite for gradients from 1e-30 to 1e30", "",
                        Transform) {
  bool always = true;
  for (const double size : {1e-30, 1e-15, 1e-4, 1.0, 1e4, 1e15, 1e30}) {
    Optimizer o({TestType{}});
    for (std::uint64_t t = 0; t < 5; ++t) always = o.step(gradient_of(61 + t, size)) && always;
    always = always && all_finite(o.params);
  }
  INFO(TestType::info.kind);
  CHECK(always == !is_in(kNotFiniteFarOut, TestType::info.kind));
}

TEMPLATE_LIST_TEST_CASE("chain: a gradient that is not finite is reported at once", "", Transform) {
  for (const double bad : {kNan, kInfinity, -kInfinity}) {
    for (const Index where : {0, 17, 42}) {
      Optimizer o({TestType{}});
      Flat gradient = gradient_of(61);
      gradient[where] = scalar(bad);
      INFO(TestType::info.kind << ", gradient[" << where << "] = " << bad);
      // Also by those that bound it, clip_by_value or lion: nothing is hidden.
      CHECK_FALSE(o.step(gradient));
    }
  }
}

TEMPLATE_LIST_TEST_CASE("chain: forgetting an element resets its moments and no others", "",
                        Transform) {
  Optimizer o({Momentum{}, TestType{}, Adam{}});
  const Flat start = o.state.moments;
  for (std::uint64_t t = 0; t < 3; ++t) o.step(gradient_of(61 + t));
  const Flat before = o.state.moments;
  o.chain.clear_moments(o.state, 17);
  INFO(TestType::info.kind);
  CHECK(o.state.moments.size() == 43 * (3 + TestType::kMoments));
  for (Index i = 0; i < o.state.moments.size(); ++i) {
    const Scalar expected = i % 43 == 17 ? start[i] : before[i];
    if (!same_bits(o.state.moments[i], expected)) FAIL("moment " << i / 43 << " of " << i % 43);
  }
}

TEST_CASE("chain: without transforms it is gradient descent") {
  Optimizer o({}, 0.25);
  const Flat before = o.params;
  const Flat gradient = gradient_of(61);
  REQUIRE(o.step(gradient));
  const Flat expected = before + Scalar(-0.25) * gradient;
  CHECK(same_array(o.params, expected));
  CHECK(o.state.moments.size() == 0);
}

TEST_CASE("chain: transforms apply in their order") {
  // Clipping before the factor 10 of momentum's second step, or behind it.
  Optimizer before({ClipByValue{0.01}, Momentum{0.9}}, 1),
      behind({Momentum{0.9}, ClipByValue{0.01}}, 1);
  for (int t = 0; t < 3; ++t) {
    before.step(gradient_of(61));
    behind.step(gradient_of(61));
  }
  CHECK(before.update.abs().maxCoeff() == Approx(0.01 * (1 + 0.9 + 0.81)));
  CHECK(behind.update.abs().maxCoeff() == scalar(0.01));
}

TEST_CASE("chain: an element-wise transform behind one that sees everything sees its result") {
  Optimizer chain({ClipByGlobalNorm{{1, 0, 0}}, AddDecayedWeights{0.5}}, 1);
  const Flat start = chain.params;
  CHECK_FALSE(chain.chain.elementwise());
  chain.step(gradient_of(61, 100));
  const double norm = norm_of(gradient_of(61, 100));
  for (Index i = 0; i < 43; ++i) {
    const double expected =
        static_cast<double>(gradient_of(61, 100)[i]) / norm + 0.5 * static_cast<double>(start[i]);
    CHECK(-static_cast<double>(chain.update[i]) == Approx(expected).margin(4 * kEpsilon));
  }
}

TEST_CASE("chain: the clipped norm is that behind the last clipping") {
  Optimizer o({ClipByGlobalNorm{{2, 0, 0}}, Momentum{}, ClipByValue{0.05}, Adam{}}, 1);
  const double raw = norm_of(gradient_of(61, 100));
  o.chain.measure_clipping(true);
  o.step(gradient_of(61, 100));
  double square = 0;
  for (Index i = 0; i < 43; ++i) {
    const double u = 2 * static_cast<double>(gradient_of(61, 100)[i]) / raw;
    square += std::pow(std::min(std::abs(u), 0.05), 2);
  }
  CHECK(o.chain.clipped_norm() == Approx(std::sqrt(square)).epsilon(4 * kEpsilon));
  Optimizer none({Adam{}});
  none.chain.measure_clipping(true);
  none.step(gradient_of(61));
  CHECK(none.chain.clipped_norm() < 0);
}

TEST_CASE("chain: the clipped norm adds up over pieces") {
  Optimizer whole({ClipByValue{0.3}}), pieces({ClipByValue{0.3}});
  for (Optimizer* o : {&whole, &pieces}) o->chain.measure_clipping(true);
  whole.step(gradient_of(61));
  pieces.step(gradient_of(61), {5, 23, 24});
  // Sums of 43 squares in double, in another order.
  CHECK(pieces.chain.clipped_norm() == Approx(whole.chain.clipped_norm()).epsilon(1e-14));
}
