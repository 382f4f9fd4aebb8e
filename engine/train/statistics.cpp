// The formulas behind the columns.
// Hot: -O2 in the module.
#include "engine/train/statistics.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

/// Calls f(matrix) for each weight matrix of a layer.
template <class F>
void for_each_matrix(const LayerView& layer, F&& f) {
  for (const TensorSpec& t : layer.tensors) {
    if (t.is_matrix()) f(t);
  }
}

/// The norm of what an array holds for the weights of a layer.
double norm(const LayerView& layer, const Scalar* array) {
  double squares = 0;
  for_each_matrix(
      layer, [&](const TensorSpec& t) { squares += sum_of_squares(array + t.offset, t.size()); });
  return std::sqrt(squares);
}

/// The share of units whose mean slope on the batch is at most `limit`.
double share_below(const LayerView& layer, double limit) {
  double count = 0;
  for (Index unit = 0; unit < layer.slopes.features; ++unit) {
    if (mean_size(layer.slopes, unit) <= limit) ++count;
  }
  return count / static_cast<double>(layer.slopes.features);
}

}  // namespace

double gradient_norm(const LayerView& layer) { return norm(layer, layer.gradient); }
double delta_rms(const LayerView& layer) { return rms(layer.values.delta); }
double activation_rms(const LayerView& layer) { return rms(layer.values.a); }

// Functions that are bounded on both sides saturate; the others die.
double saturated_share(const LayerView& layer) {
  const double steep = steepest(layer.spec.activation);
  return steep > 0 ? share_below(layer, kSaturatedSlope * steep) : 0;
}

double dead_share(const LayerView& layer) {
  return steepest(layer.spec.activation) > 0 ? 0 : share_below(layer, 0);
}

double mean_size(const Panels& x, Index feature) {
  VecOf<double> sum = {};
  double tail = 0;
  for (Index p = 0; p < x.count(); ++p) {
    const Scalar* lane = x.panel(p) + feature * kPanel;
    if (x.samples_in(p) == kPanel) {
      for (Index s = 0; s < kPanel; s += 2) sum += abs(load_pair(lane + s));
    } else {
      for (Index s = 0; s < x.samples_in(p); ++s) tail += abs(static_cast<double>(lane[s]));
    }
  }
  return (sum[0] + sum[1] + tail) / static_cast<double>(x.rows);
}

double update_ratio(const LayerView& layer) {
  double before = 0;  // the weights as they were when the gradient was taken
  for_each_matrix(layer, [&](const TensorSpec& t) {
    for (Index i = t.offset; i < t.offset + t.size(); ++i) {
      const double w = static_cast<double>(layer.params[i]) - static_cast<double>(layer.update[i]);
      before += w * w;
    }
  });
  return norm(layer, layer.update) / std::sqrt(before);
}

double weight_rms(const LayerView& layer) {
  double count = 0;
  for_each_matrix(layer, [&](const TensorSpec& t) { count += static_cast<double>(t.size()); });
  return norm(layer, layer.params) / std::sqrt(count);
}

double steepest(const Activation& activation) {
  return of_active_type(activation, []<class Phi>() {
    if constexpr (requires { Phi::kSteepest; }) {
      return Phi::kSteepest;
    } else {
      return 0.0;
    }
  });
}

Index predicted_class(const Loss& loss, const Panels& outputs, Index row) {
  if (outputs.features == 1) {
    return static_cast<double>(outputs.at(row, 0)) > threshold_of(loss) ? 1 : 0;
  }
  Index best = 0;
  for (Index c = 1; c < outputs.features; ++c) {
    if (outputs.at(row, c) > outputs.at(row, best)) best = c;
  }
  return best;
}

double accuracy(const Loss& loss, const Panels& outputs, std::span<const Scalar> answers) {
  Index right = 0;
  for (Index row = 0; row < outputs.rows; ++row) {
    const auto answer = static_cast<Index>(answers[static_cast<std::size_t>(row)]);
    right += predicted_class(loss, outputs, row) == answer ? 1 : 0;
  }
  return static_cast<double>(right) / static_cast<double>(outputs.rows);
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
