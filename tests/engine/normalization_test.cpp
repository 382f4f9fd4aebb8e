// Batch and layer normalization: statistics forwards, derivatives backwards.
#include "engine/nn/normalization.hpp"

#include <catch2/catch.hpp>

#include "engine/train/session.hpp"
#include "tests/engine/support.hpp"

using namespace gradscope;

namespace {

constexpr double kNormEpsilon = 1e-3;

/// A normalisation with everything that its passes read and write.
struct Bench {
  bool batch;
  PanelPool pool;
  Panels x, y, dy, dx;
  NormTape tape;
  std::vector<Scalar> gamma, beta, d_gamma, d_beta, inverse_std;
  std::vector<double> statistics;

  Bench(bool over_batch, Index rows, Index features) : batch(over_batch) {
    for (Panels* p : {&x, &y, &dy, &dx, &tape.xhat}) *p = pool.make(rows, features);
    const auto f = static_cast<std::size_t>(features);
    gamma = uniform(f, 41);
    beta = uniform(f, 42);
    d_gamma.resize(f);
    d_beta.resize(f);
    inverse_std.resize(std::max(f, static_cast<std::size_t>(x.count() * kPanel)));
    statistics.resize(2 * f);
    tape.inverse_std = inverse_std.data();
    tape.mean = statistics.data();
    tape.variance = statistics.data() + f;
    for (Index row = 0; row < rows; ++row) {
      for (Index k = 0; k < features; ++k) {
        const auto i = static_cast<std::uint64_t>(row * features + k);
        x.at(row, k) = scalar(3 + 2 * numbers(43).unit(i) + 0.1 * static_cast<double>(k));
        dy.at(row, k) = scalar(numbers(44).unit(i));
      }
    }
    x.pad(false);
  }

  Affine affine() const { return {gamma.data(), beta.data()}; }
  void forward() {
    (batch ? batch_norm_forward : layer_norm_forward)(x, kNormEpsilon, affine(), tape, y);
  }
  void backward() {
    (batch ? batch_norm_backward : layer_norm_backward)(dy, affine(), tape, dx, d_gamma.data(),
                                                        d_beta.data());
  }

  /// The slow, obvious form, in double: sum of dy * (gamma * xhat + beta), with one input moved.
  double objective(Index moved_row, Index moved_feature, double by) const {
    const auto input = [&](Index row, Index f) {
      const double v = static_cast<double>(x.at(row, f));
      return row == moved_row && f == moved_feature ? v + by : v;
    };
    const Index groups = batch ? x.features : x.rows;
    const Index size = batch ? x.rows : x.features;
    double total = 0;
    for (Index g = 0; g < groups; ++g) {
      const auto member = [&](Index i) { return batch ? input(i, g) : input(g, i); };
      double mean = 0, variance = 0;
      for (Index i = 0; i < size; ++i) mean += member(i) / static_cast<double>(size);
      for (Index i = 0; i < size; ++i)
        variance += std::pow(member(i) - mean, 2) / static_cast<double>(size);
      for (Index i = 0; i < size; ++i) {
        const Index row = batch ? i : g, f = batch ? g : i;
        const double xhat = (member(i) - mean) / std::sqrt(variance + kNormEpsilon);
        total += static_cast<double>(dy.at(row, f)) *
                 (static_cast<double>(gamma[static_cast<std::size_t>(f)]) * xhat +
                  static_cast<double>(beta[static_cast<std::size_t>(f)]));
      }
    }
    return total;
  }
};

constexpr std::array<std::array<Index, 2>, 6> kShapes = {
    {{2, 3}, {7, 5}, {8, 8}, {9, 1}, {33, 4}, {1, 6}}};

}  // namespace

TEST_CASE("normalization: xhat has mean 0 and variance v / (v + epsilon) over its group") {
  for (const bool batch : {true, false}) {
    for (const auto& [rows, features] : kShapes) {
      Bench b(batch, rows, features);
      b.forward();
      const Index groups = batch ? features : rows;
      const Index size = batch ? rows : features;
      for (Index g = 0; g < groups; ++g) {
        double mean = 0, square = 0, x_mean = 0, x_square = 0;
        for (Index i = 0; i < size; ++i) {
          const auto at = [&](const Panels& p) {
            return static_cast<double>(batch ? p.at(i, g) : p.at(g, i));
          };
          mean += at(b.tape.xhat) / static_cast<double>(size);
          square += at(b.tape.xhat) * at(b.tape.xhat) / static_cast<double>(size);
          x_mean += at(b.x) / static_cast<double>(size);
          x_square += at(b.x) * at(b.x) / static_cast<double>(size);
        }
        const double variance = x_square - x_mean * x_mean;
        INFO((batch ? "batch " : "layer ") << rows << " x " << features << ", group " << g);
        // Inputs near 4 with a std near 1: subtracting the mean costs four roundings of xhat, and
        // x_square - x_mean^2 a few of 16.
        CHECK(std::abs(mean) < 40 * kEpsilon);
        CHECK(std::abs(square - variance / (variance + kNormEpsilon)) < 200 * kEpsilon);
        if (batch) CHECK(b.tape.mean[g] == Approx(x_mean).epsilon(1e-14));
        if (batch) CHECK(b.tape.variance[g] == Approx(variance).margin(1e-13));
      }
    }
  }
}

TEST_CASE("normalization: y is gamma xhat + beta") {
  for (const bool batch : {true, false}) {
    Bench b(batch, 9, 5);
    b.forward();
    int different = 0;
    for (Index row = 0; row < 9; ++row) {
      for (Index f = 0; f < 5; ++f) {
        const auto k = static_cast<std::size_t>(f);
        const Scalar y = b.gamma[k] * b.tape.xhat.at(row, f) + b.beta[k];
        different += same_bits(y, b.y.at(row, f)) ? 0 : 1;
      }
    }
    CHECK(different == 0);
  }
}

TEST_CASE("normalization: the gradients are the derivatives of the slow, obvious form") {
  // The differences are wrong by h^2 f''' / 6 = 1e-8 for variances near 1, the passes by a few
  // dozen roundings.
  const double h = 1e-4;
  const double bound = 1e-6 + 60 * kEpsilon;
  for (const bool batch : {true, false}) {
    for (const auto& [rows, features] : kShapes) {
      Bench b(batch, rows, features);
      b.forward();
      b.backward();
      double worst = 0;
      for (Index row = 0; row < rows; ++row) {
        for (Index f = 0; f < features; ++f) {
          const double numeric = (b.objective(row, f, h) - b.objective(row, f, -h)) / (2 * h);
          worst = std::max(worst, std::abs(static_cast<double>(b.dx.at(row, f)) - numeric));
        }
      }
      INFO((batch ? "batch " : "layer ") << rows << " x " << features);
      CHECK(worst < bound);
      for (Index f = 0; f < features; ++f) {
        double gamma = 0, beta = 0;
        for (Index row = 0; row < rows; ++row) {
          const auto d = static_cast<double>(b.dy.at(row, f));
          gamma += d * static_cast<double>(b.tape.xhat.at(row, f));
          beta += d;
        }
        CHECK(b.d_gamma[static_cast<std::size_t>(f)] == Approx(gamma).margin(kEpsilon));
        CHECK(b.d_beta[static_cast<std::size_t>(f)] == Approx(beta).margin(kEpsilon));
      }
    }
  }
}

TEST_CASE("normalization: the gradient may overwrite its input") {
  for (const bool batch : {true, false}) {
    Bench b(batch, 11, 5);
    b.forward();
    b.backward();
    std::vector<Scalar> apart(b.dx.data, b.dx.data + b.dx.count() * b.dx.stride);
    b.dx = b.dy;
    b.backward();
    std::vector<Scalar> same(b.dx.data, b.dx.data + b.dx.count() * b.dx.stride);
    CHECK(same_array(apart, same));
  }
}

TEST_CASE("normalization: of two samples one goes to +1, the other to -1") {
  Bench b(true, 2, 3);
  b.forward();
  for (Index f = 0; f < 3; ++f) {
    const double half = 0.5 * static_cast<double>(b.x.at(0, f) - b.x.at(1, f));
    const double expected = half / std::sqrt(half * half + kNormEpsilon);
    CHECK(static_cast<double>(b.tape.xhat.at(0, f)) == Approx(expected).margin(20 * kEpsilon));
    CHECK(b.tape.xhat.at(0, f) == Approx(-b.tape.xhat.at(1, f)).margin(20 * kEpsilon));
  }
}

TEST_CASE("normalization: a feature that is constant over the batch becomes beta") {
  Bench b(true, 7, 1);
  for (Index row = 0; row < 8; ++row) b.x.at(row, 0) = Scalar(2.5);
  b.forward();
  for (Index row = 0; row < 7; ++row) CHECK(b.y.at(row, 0) == b.beta[0]);
}

TEST_CASE("normalization: predictions use the running statistics and may work in place") {
  Bench b(true, 5, 2);
  const std::vector<Scalar> mean = {3, 4}, variance = {Scalar(0.25), 4};
  batch_norm_predict(b.x, 0, b.affine(), mean.data(), variance.data(), b.y);
  batch_norm_predict(b.x, 0, b.affine(), mean.data(), variance.data(), b.x);
  for (Index row = 0; row < 5; ++row) {
    CHECK(same_bits(b.x.at(row, 0), b.y.at(row, 0)));
    CHECK(same_bits(b.x.at(row, 1), b.y.at(row, 1)));
  }
  Bench fresh(true, 5, 2);  // the inputs again
  CHECK(b.y.at(4, 0) == fresh.gamma[0] * ((fresh.x.at(4, 0) - 3) * 2) + fresh.beta[0]);
  CHECK(b.y.at(4, 1) == fresh.gamma[1] * ((fresh.x.at(4, 1) - 4) * Scalar(0.5)) + fresh.beta[1]);
}

TEST_CASE("normalization: running statistics take the share `momentum` of each batch") {
  // After one step from mean 0 and variance 1; the variance is unbiased, as PyTorch's.
  const Config config =
      read_config_text("v1&depth=1&width=3&batch=20&normalization=batch_norm(momentum:0.25)")
          .config;
  Trainer trainer(make_run(config));
  CHECK(trainer.running()[0] == 0);
  CHECK(trainer.running()[3] == 1);
  REQUIRE(trainer.step());
  const Panels& z = trainer.network().layer(0).z;
  for (Index f = 0; f < 3; ++f) {
    double mean = 0, variance = 0;
    for (Index row = 0; row < 20; ++row) mean += static_cast<double>(z.at(row, f)) / 20;
    for (Index row = 0; row < 20; ++row) {
      variance += std::pow(static_cast<double>(z.at(row, f)) - mean, 2) / 19;
    }
    CHECK(static_cast<double>(trainer.running()[f]) == Approx(0.25 * mean).margin(kEpsilon));
    CHECK(static_cast<double>(trainer.running()[3 + f]) ==
          Approx(0.75 + 0.25 * variance).margin(2 * kEpsilon));
  }
}
