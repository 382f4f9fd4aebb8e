// The gradient of a whole network against differences of its loss: every activation with every
// loss, and every structure that a config can ask for.
//
// In float64 each tensor is checked entry by entry. In float32 a difference has no digits left for
// that, so only the slope along the gradient itself is checked, where the loss moves most.
#include <catch2/catch.hpp>

#include "tests/engine/runs.hpp"

using namespace gradscope;

namespace {

constexpr bool kDouble = sizeof(Scalar) == 8;

double norm(const std::vector<double>& v) {
  double sum = 0;
  for (const double x : v) sum += x * x;
  return std::sqrt(sum);
}

class GradientCheck {
 public:
  explicit GradientCheck(const std::string& link) : trainer_(run_of(link)) {
    Flat& params = trainer_.params();  // away from symmetric starts and zero biases
    for (Index i = 0; i < params.size(); ++i) {
      params[i] += scalar(0.1 * numbers(50).unit(static_cast<std::uint64_t>(i)));
    }
    trainer_.gradient_at(kStep);
    gradient_ = trainer_.gradient();
  }

  /// The largest |a - n| / (|a| + |n|) of a tensor. No unit of the runs below comes within 2h of a
  /// kink; that would be an error of 1e-2.
  double worst_tensor() {
    double worst = 0;
    for (const TensorSpec& t : trainer_.run().layout.tensors()) {
      std::vector<double> difference, size;
      for (Index i = t.offset; i < t.offset + t.size(); ++i) {
        const double a = static_cast<double>(gradient_[i]);
        const double near = slope(i, kStepSize);
        const double far = slope(i, 2 * kStepSize);
        const double n = (4 * near - far) / 3;  // wrong by h^4 f^(5) / 30
        difference.push_back(a - n);
        size.push_back(std::abs(a) + std::abs(n));
        ++entries;
      }
      // Entries that are zero on both sides (a dead unit, a bias in front of a normalisation) leave
      // only rounding, 1e-12 each; it is no error relative to nothing.
      worst = std::max(worst, norm(difference) / (norm(size) + 1e-3));
    }
    return worst;
  }

  /// |slope along the gradient - |gradient|| / |gradient|.
  double along_gradient() {
    const Flat start = trainer_.params();
    const auto length =
        static_cast<double>(std::sqrt(sum_of_squares(gradient_.data(), gradient_.size())));
    const auto loss = [&](double distance) {
      trainer_.params() = start + gradient_ * scalar(distance / length);
      return trainer_.loss_at(kStep);
    };
    const double h = 5e-4;
    const double numeric = (loss(h) - loss(-h)) / (2 * h);
    trainer_.params() = start;
    entries = gradient_.size();
    return std::abs(numeric - length) / length;
  }

  Index entries = 0;

 private:
  static constexpr std::int64_t kStep = 3;
  static constexpr double kStepSize = 1e-4;

  double slope(Index i, double h) {
    Scalar& p = trainer_.params()[i];
    const Scalar middle = p;
    const auto at = [&](double by) {
      p = middle + scalar(by);
      return trainer_.loss_at(kStep);
    };
    const double result = (at(h) - at(-h)) / (2 * h);
    p = middle;
    return result;
  }

  Trainer trainer_;
  Flat gradient_;
};

void check(const std::string& link) {
  GradientCheck gradient(link);
  INFO(link);
  if constexpr (kDouble) {
    // CS231n's bound for doubles; what limits the difference is rounding / h = 1e-12.
    CHECK(gradient.worst_tensor() < 1e-7);
  } else {
    // The loss moves by 2 h |g| and is rounded at 6e-8: 6e-8 / (1e-3 * 0.02) for the smallest
    // gradients here.
    CHECK(gradient.along_gradient() < 3e-3);
  }
  CHECK(gradient.entries > 2);
}

std::string base(int depth, int width, int batch) {
  return "v1&data=moons(noise:0.3)&depth=" + std::to_string(depth) +
         "&width=" + std::to_string(width) + "&batch=" + std::to_string(batch) +
         "&init=xavier_normal(gain:1.5)";
}

}  // namespace

TEST_CASE("gradient: every activation with every loss") {
  for (const std::string& activation : kinds<Activation>()) {
    for (const std::string& loss : kinds<Loss>(true)) {
      const std::string output = loss == "bce" ? "&output_activation=sigmoid" : "";
      check(base(2, 4, 32) + "&activation=" + activation + "&loss=" + loss + output);
    }
  }
}

TEST_CASE("gradient: every activation as output, with regression") {
  for (const std::string& activation : kinds<Activation>()) {
    check("v1&data=sine&depth=2&width=4&activation=tanh&output_activation=" + activation);
  }
}

TEST_CASE("gradient: every normalisation, before and after, with and without what surrounds it") {
  for (const std::string& norm : kinds<Normalization>()) {
    if (norm == "none") continue;
    for (const std::string position : kNormPositions) {
      for (const std::string activation : {"tanh", "relu", "prelu", "gelu"}) {
        for (const std::string rest : {"", "&residual=true", "&bias=false", "&dropout=0.3",
                                       "&residual=true&dropout=0.3&bias=false"}) {
          check(base(3, 5, 9) + "&activation=" + activation + "&normalization=" + norm +
                "(position:" + position + ')' + rest);
        }
      }
    }
  }
}

TEST_CASE("gradient: residual, dropout, penalties and trained slopes without normalisation") {
  for (const std::string activation : {"tanh", "relu", "prelu", "silu", "selu"}) {
    for (const std::string rest : {"&residual=true", "&dropout=0.5", "&bias=false", "&l2=0.3",
                                   "&l1=0.2&l2=0.1", "&residual=true&dropout=0.3&l1=0.1"}) {
      check(base(3, 5, 9) + "&activation=" + activation + rest);
    }
  }
}

TEST_CASE("gradient: one unit, odd widths, one sample, no hidden layer, many classes") {
  check(base(3, 1, 9) + "&activation=tanh");
  check(base(3, 1, 9) + "&activation=tanh&normalization=batch_norm");
  check(base(3, 7, 9) + "&activation=tanh");
  check(base(2, 9, 33) + "&activation=silu");
  check(base(2, 13, 7) + "&activation=silu&normalization=layer_norm");
  check(base(3, 5, 1) + "&activation=tanh");
  check(base(3, 5, 1) + "&activation=softplus&normalization=layer_norm&residual=true");
  check(base(2, 5, 2) + "&activation=tanh&normalization=batch_norm");
  check(base(0, 5, 9));
  check(base(2, 4, 0) + "&activation=tanh&test_fraction=0.9");
  check("v1&data=digits(samples:100)&depth=1&width=3&activation=tanh&batch=17");
  check(
      "v1&data=digits(samples:100)&depth=1&width=3&activation=tanh&batch=5"
      "&loss=cross_entropy(label_smoothing:0.2)");
  check("v1&data=digits(samples:100)&depth=1&width=3&activation=tanh&batch=9&loss=hinge");
}

TEST_CASE("gradient: different activations in different layers") {
  check(base(4, 5, 9) + "&activations=tanh,prelu(alpha:-0.3),sin(omega:2),softplus(beta:3)");
}

TEST_CASE("gradient: the entries of float32 are those of float64, rounded") {
  // From the float64 engine. Entries are means over 32 samples of values that were rounded a few
  // times on their way.
  Trainer trainer(run_of("v1&depth=3&width=4&activation=tanh"));
  trainer.gradient_at(0);
  const double bound = kEpsilon;
  CHECK(static_cast<double>(trainer.gradient()[0]) ==
        Approx(0.049239483351607341).margin(bound).epsilon(0));
  CHECK(static_cast<double>(trainer.gradient()[3]) ==
        Approx(-0.055840113968189969).margin(bound).epsilon(0));
  CHECK(static_cast<double>(trainer.gradient()[7]) ==
        Approx(-0.0027488674195423244).margin(bound).epsilon(0));
}
