// Values of the losses over a batch, in double. Apart from the gradients because it is compiled for
// size: a step asks for the value only if somebody looks at it.
#include "engine/nn/loss.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

template <class L>
double value(const L& loss, const Panels& y, const Panels& t) {
  double sum = 0;
  for (Index row = 0; row < y.rows; ++row) {
    for (Index f = 0; f < y.features; ++f) {
      sum += loss.value(static_cast<double>(y.at(row, f)), static_cast<double>(t.at(row, f)));
    }
  }
  return sum * loss.scale(y.rows, y.features);
}

double value(const CrossEntropy& loss, const Panels& y, const Panels& t) {
  const double smooth = loss.label_smoothing / static_cast<double>(y.features);
  double sum = 0;
  for (Index row = 0; row < y.rows; ++row) {
    const auto logit = [&](Index c) { return static_cast<double>(y.at(row, c)); };
    double top = logit(0);
    for (Index c = 1; c < y.features; ++c) top = max(logit(c), top);
    double partition = 0;
    double mean_gap = 0;
    for (Index c = 0; c < y.features; ++c) {
      partition += exp(logit(c) - top);
      mean_gap += smooth * (top - logit(c));
    }
    const double label_gap = top - logit(static_cast<Index>(t.at(row, 0)));
    sum += log(partition) + (1 - loss.label_smoothing) * label_gap + mean_gap;
  }
  return sum / static_cast<double>(y.rows);
}

}  // namespace

double loss_value(const Loss& loss, const Panels& outputs, const Panels& targets) {
  return visit_active([&](const auto& l) { return value(l, outputs, targets); }, loss);
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
