// The gradient of a whole network against differences of its loss. Holds no tests.
//
// In float64 each tensor is checked entry by entry. In float32 a difference has no digits left for
// that, so only the slope along the gradient itself is checked, where the loss moves most.
#pragma once

#include "tests/engine/runs.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

inline constexpr bool kDouble = sizeof(Scalar) == 8;

inline double norm_of(const std::vector<double>& v) {
  double sum = 0;
  for (const double x : v) sum += x * x;
  return std::sqrt(sum);
}

class GradientCheck {
 public:
  explicit GradientCheck(Run run) : trainer_(std::move(run)) {
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
      worst = std::max(worst, norm_of(difference) / (norm_of(size) + 1e-3));
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

inline void check_differences(Run run, const std::string& name) {
  GradientCheck gradient(std::move(run));
  INFO(name);
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

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
