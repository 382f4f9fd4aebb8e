// Laws that every loss obeys: its gradient is its derivative, padding is invisible, nothing
// overflows while the mathematics does not.
#include "engine/nn/loss.hpp"

#include <catch2/catch.hpp>

#include "tests/engine/support.hpp"

using namespace gradscope;

namespace {

/// A batch of outputs and targets, with room for the gradient.
struct Batch {
  PanelPool pool;
  Panels outputs, targets, gradient;

  Batch(const Loss& loss, Index rows, Index features) {
    const bool labels = target_of(loss) == Target::kLabel;
    outputs = pool.make(rows, features);
    targets = pool.make(rows, labels ? 1 : features);
    gradient = pool.make(rows, features);
    for (Index row = 0; row < rows; ++row) {
      for (Index f = 0; f < features; ++f) {
        const auto i = static_cast<std::uint64_t>(row * features + f);
        outputs.at(row, f) = output(loss, numbers(30).unit(i));
        if (!labels) targets.at(row, f) = target(loss, numbers(31).bits(i));
      }
      if (labels) targets.at(row, 0) = scalar(static_cast<double>(row % features));
    }
    outputs.pad(false);
    targets.pad(false);
  }

  double value(const Loss& loss) const { return loss_value(loss, outputs, targets); }
  bool differentiate(const Loss& loss) const {
    return loss_gradient(loss, outputs, targets, gradient);
  }

 private:
  /// An odd multiple of 1/512: exact in float32, as are steps of 2^-10, and no kink within two.
  static Scalar output(const Loss& loss, double unit) {
    const double x = std::nearbyint(unit * 1000) / 256 + 1.0 / 512;
    return scalar(std::holds_alternative<Bce>(loss) ? 0.5 + x / 16 : x);
  }
  static Scalar target(const Loss& loss, std::uint64_t bits) {
    const bool one = bits % 2 != 0;
    switch (target_of(loss)) {
      case Target::kPlusMinusOne:
        return one ? Scalar{1} : Scalar{-1};
      case Target::kValue:
        return scalar(static_cast<double>(bits % 16) / 8 - 1);
      default:
        return one ? Scalar{1} : Scalar{0};
    }
  }
};

/// Different parameters for the losses that have some.
std::vector<Loss> variants(const Loss& loss) {
  std::vector<Loss> result = {loss};
  if (std::holds_alternative<Huber>(loss)) result.push_back(Huber{0.3125});
  if (std::holds_alternative<SmoothL1>(loss)) result.push_back(SmoothL1{0.3125});
  if (std::holds_alternative<BceLogits>(loss)) result.push_back(BceLogits{2.5});
  if (std::holds_alternative<CrossEntropy>(loss)) result.push_back(CrossEntropy{0.2});
  if (std::holds_alternative<Hinge>(loss)) result.push_back(Hinge{0.3125});
  if (std::holds_alternative<SquaredHinge>(loss)) result.push_back(SquaredHinge{0.3125});
  return result;
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("loss: the gradient is the derivative of the value", "", Loss) {
  // Values are summed in double: the stencil is wrong by h^4 f^(5) / 30 and by rounding / h, both
  // below 1e-10 here; the gradient by a few roundings of entries below 1.
  const double h = 0x1p-10;
  const double bound = 1e-10 + 8 * kEpsilon;
  for (const Loss& loss : variants(TestType{})) {
    for (const Index features : {2, 3, 9}) {
      const Batch batch(loss, 11, features);
      REQUIRE(batch.differentiate(loss));
      double worst = 0, largest = 0;
      for (Index row = 0; row < 11; ++row) {
        for (Index f = 0; f < features; ++f) {
          Scalar& y = batch.outputs.at(row, f);
          const Scalar middle = y;
          const auto at = [&](double steps) {
            y = middle + scalar(steps * h);
            const double result = batch.value(loss);
            y = middle;
            return result;
          };
          const double numeric = (at(-2) - 8 * at(-1) + 8 * at(1) - at(2)) / (12 * h);
          const auto g = static_cast<double>(batch.gradient.at(row, f));
          worst = std::max(worst, std::abs(g - numeric));
          largest = std::max(largest, std::abs(g));
        }
      }
      INFO(TestType::info.kind << ", " << features << " outputs");
      CHECK(largest > 1e-3);
      CHECK(worst < bound);
    }
  }
}

TEMPLATE_LIST_TEST_CASE("loss: what stands in the padding changes nothing", "", Loss) {
  const Loss loss = TestType{};
  for (const Index rows : {1, 5, 8, 9}) {
    const Batch batch(loss, rows, 3);
    REQUIRE(batch.differentiate(loss));
    const double value = batch.value(loss);
    std::vector<Scalar> expected;
    for (Index row = 0; row < rows; ++row) expected.push_back(batch.gradient.at(row, 1));
    for (Index row = rows; row < batch.outputs.count() * kPanel; ++row) {
      for (Index f = 0; f < 3; ++f) batch.outputs.at(row, f) = 77;
      batch.targets.at(row, 0) = 1;
    }
    REQUIRE(batch.differentiate(loss));
    INFO(TestType::info.kind << ", " << rows << " samples");
    CHECK(same_bits(batch.value(loss), value));
    for (Index row = 0; row < batch.outputs.count() * kPanel; ++row) {
      const Scalar g = batch.gradient.at(row, 1);
      CHECK(same_bits(g, row < rows ? expected[static_cast<std::size_t>(row)] : Scalar{0}));
    }
  }
}

TEMPLATE_LIST_TEST_CASE("loss: outputs of 1e4 and 1e30 give finite losses and gradients", "",
                        Loss) {
  const Loss loss = TestType{};
  const bool probability = std::holds_alternative<Bce>(loss);  // its outputs lie within [0, 1]
  for (const double size : {1e4, 1e30}) {
    const Batch batch(loss, 8, 3);
    for (Index row = 0; row < 8; ++row) {
      for (Index f = 0; f < 3; ++f) {
        const double sign = (row + f) % 2 == 0 ? 1 : -1;
        batch.outputs.at(row, f) = scalar(probability ? (sign > 0 ? 1 : 0) : sign * size);
      }
    }
    INFO(TestType::info.kind << " at " << size);
    CHECK(batch.differentiate(loss));
    CHECK(std::isfinite(batch.value(loss)));
  }
}

TEMPLATE_LIST_TEST_CASE("loss: an output that is not finite is reported", "", Loss) {
  const Loss loss = TestType{};
  for (const double bad : {kNan, kInfinity, -kInfinity}) {
    const Batch batch(loss, 11, 3);
    batch.outputs.at(10, 2) = scalar(bad);
    INFO(TestType::info.kind << " at " << bad);
    CHECK_FALSE(batch.differentiate(loss));
  }
  const Batch batch(loss, 11, 3);
  batch.outputs.at(3, 1) = scalar(kNan);
  CHECK(std::isnan(batch.value(loss)));
}

TEST_CASE("loss: means are over samples, outputs, or both, as documented") {
  const auto value = [](const Loss& loss) {
    PanelPool pool;
    const Panels y = pool.make(2, 2), t = pool.make(2, 2);  // errors 1, 2, 0, -3
    y.at(0, 0) = 1;
    y.at(0, 1) = 2;
    y.at(1, 1) = -3;
    return loss_value(loss, y, t);
  };
  CHECK(value(Mse{}) == 14.0 / 4);
  CHECK(value(HalfMse{}) == 14.0 / 8);
  CHECK(value(MseBatch{}) == 14.0 / 2);
  CHECK(value(Mae{}) == 6.0 / 4);
  CHECK(value(Huber{1}) == (0.5 + 1.5 + 2.5) / 4);
  CHECK(value(Huber{2}) == (0.5 + 2 + 4) / 4);
  CHECK(value(SmoothL1{2}) == (0.5 + 2 + 4) / 8);
}

TEST_CASE("loss: classification losses at hand-worked points") {
  const auto value = [](const Loss& loss, double y, double t) {
    PanelPool pool;
    const Panels outputs = pool.make(1, 1), targets = pool.make(1, 1);
    outputs.at(0, 0) = scalar(y);
    targets.at(0, 0) = scalar(t);
    return loss_value(loss, outputs, targets);
  };
  CHECK(value(BceLogits{}, 0, 1) == Approx(std::log(2.0)).epsilon(1e-15));
  CHECK(value(BceLogits{3}, 0, 1) == Approx(3 * std::log(2.0)).epsilon(1e-15));
  CHECK(value(BceLogits{3}, 0, 0) == Approx(std::log(2.0)).epsilon(1e-15));
  CHECK(value(BceLogits{}, -1000, 1) == 1000);
  CHECK(value(Bce{}, 0.25, 1) == Approx(std::log(4.0)).epsilon(1e-15));
  CHECK(value(Bce{}, 0, 1) == 100);  // the logarithm stops at -100, as PyTorch's
  CHECK(value(Bce{}, 1, 0) == 100);
  CHECK(value(Bce{}, 1, 1) == 0);
  CHECK(value(Hinge{}, 0.25, 1) == 0.75);
  CHECK(value(Hinge{}, 2, 1) == 0);
  CHECK(value(Hinge{2}, 1, -1) == 3);
  CHECK(value(SquaredHinge{}, 0.5, 1) == 0.25);
  CHECK(value(ArticleLog1pSigmoid{}, 0, 1) == Approx(std::log(1.5)).epsilon(1e-15));
}

TEST_CASE("loss: cross entropy of equal logits is log C, whatever the smoothing") {
  for (const double smoothing : {0.0, 0.1, 1.0}) {
    for (const double logit : {0.0, -50.0, 1e30}) {
      PanelPool pool;
      const Panels y = pool.make(1, 5), t = pool.make(1, 1);
      for (Index c = 0; c < 5; ++c) y.at(0, c) = scalar(logit);
      t.at(0, 0) = 3;
      CHECK(loss_value(CrossEntropy{smoothing}, y, t) == Approx(std::log(5.0)).epsilon(1e-15));
    }
  }
}

TEST_CASE("loss: gradients at ties and at the margin are 0, as PyTorch's") {
  const auto slope = [](const Loss& loss, double y, double t) {
    PanelPool pool;
    const Panels outputs = pool.make(1, 1), targets = pool.make(1, 1), g = pool.make(1, 1);
    outputs.at(0, 0) = scalar(y);
    targets.at(0, 0) = scalar(t);
    loss_gradient(loss, outputs, targets, g);
    return g.at(0, 0);
  };
  CHECK(slope(Mae{}, 0.5, 0.5) == 0);
  CHECK(slope(Mae{}, 0.6, 0.5) == 1);
  CHECK(slope(Hinge{}, 1, 1) == 0);
  CHECK(slope(Hinge{}, 0.99, 1) == -1);
  CHECK(slope(SquaredHinge{}, 1, 1) == 0);
  CHECK(slope(Bce{}, 0, 1) == scalar(-1e12));  // y(1 - y) stops at 1e-12, as PyTorch's
}

TEMPLATE_LIST_TEST_CASE("loss: at the threshold both answers cost the same", "", Loss) {
  if constexpr (TestType::kTarget != Target::kLabel) {
    const double no = TestType::kTarget == Target::kPlusMinusOne ? -1 : 0;
    const double y = threshold_of(TestType{});
    CHECK(TestType{}.value(y, no) == TestType{}.value(y, 1));
  }
}

TEST_CASE("loss: the article's loss does not look at the labels") {
  PanelPool pool;
  const Panels y = pool.make(2, 1), zeros = pool.make(2, 1), ones = pool.make(2, 1);
  ones.at(0, 0) = ones.at(1, 0) = 1;
  y.at(0, 0) = Scalar(0.5);
  CHECK(loss_value(ArticleLog1pSigmoid{}, y, zeros) == loss_value(ArticleLog1pSigmoid{}, y, ones));
}
