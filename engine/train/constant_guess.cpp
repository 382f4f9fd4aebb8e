// Bisection on the slope of the loss, all outputs at once; cross entropy has a closed form.
#include "engine/train/constant_guess.hpp"

#include <numeric>

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

double slope_of(const Panels& gradient, Index output) {
  double sum = 0;
  for (Index row = 0; row < gradient.rows; ++row) {
    sum += static_cast<double>(gradient.at(row, output));
  }
  return sum;
}

void set(const Panels& outputs, Index output, double y) {
  for (Index row = 0; row < outputs.rows; ++row) outputs.at(row, output) = scalar(y);
}

/// Each output by itself: the losses are sums over outputs, and convex.
void bisect(const Loss& loss, const Panels& targets, const Panels& outputs,
            const Panels& gradient) {
  constexpr double kFar = 1e7;  // targets and margins lie within
  constexpr int kRounds = 60;   // of that, 2e-11 is left
  const auto count = static_cast<std::size_t>(outputs.features);
  std::vector<double> middle(count);
  double half = kFar;
  for (int round = 0; round < kRounds; ++round, half /= 2) {
    loss_gradient(loss, outputs, targets, gradient);
    for (Index f = 0; f < outputs.features; ++f) {
      double& y = middle[static_cast<std::size_t>(f)];
      const double slope = slope_of(gradient, f);
      y += slope > 0 ? -half / 2 : slope < 0 ? half / 2 : 0;
      set(outputs, f, y);
    }
  }
}

/// Where softmax is the mean target, which is 1/classes less the slope at zeros.
void take_logarithms(const Loss& loss, const Panels& targets, const Panels& outputs,
                     const Panels& gradient) {
  constexpr double kLeast = 1e-30;
  loss_gradient(loss, outputs, targets, gradient);
  for (Index f = 0; f < outputs.features; ++f) {
    const double share = 1 / static_cast<double>(outputs.features) - slope_of(gradient, f);
    set(outputs, f, log(max(share, kLeast)));
  }
}

}  // namespace

ConstantGuess best_constant_guess(const Loss& loss, const Dataset& data, const Encoding& encoding) {
  ConstantGuess guess;
  for (Index c = 0; c < data.classes; ++c) {
    double count = 0;
    for (const Scalar answer : data.answers) count += static_cast<Index>(answer) == c ? 1 : 0;
    guess.accuracy = max(guess.accuracy, count / static_cast<double>(data.rows));
  }
  const bool labels = target_of(loss) == Target::kLabel;
  const Index outputs = labels || data.classes > 2 ? data.classes : data.answer_columns;
  PanelPool pool;
  const Panels targets = pool.make(data.rows, target_columns(loss, outputs));
  const Panels y = pool.make(data.rows, outputs);
  const Panels gradient = pool.make(data.rows, outputs);
  std::vector<Index> all(static_cast<std::size_t>(data.rows));
  std::iota(all.begin(), all.end(), Index{0});
  load_targets(data, all, encoding, targets);
  (labels ? take_logarithms : bisect)(loss, targets, y, gradient);
  guess.loss = loss_value(loss, y, targets);
  return guess;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
