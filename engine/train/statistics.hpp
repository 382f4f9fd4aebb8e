// What is measured at a step: the two lists of columns, and how each is computed. Norms and means
// accumulate in double.
#pragma once

#include <limits>
#include <span>

#include "engine/nn/loss.hpp"
#include "engine/nn/network.hpp"
#include "engine/registry/word.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

inline constexpr double kNotMeasured = std::numeric_limits<double>::quiet_NaN();

/// Numbers of the whole step. A value that was not measured at a step is NaN.
struct StepStatistics {
  double step = 0;  ///< Updates made before this one.
  double loss = kNotMeasured;
  double accuracy = kNotMeasured;
  double test_loss = kNotMeasured;
  double test_accuracy = kNotMeasured;
  double learning_rate = kNotMeasured;
  double gradient_norm = kNotMeasured;
  double clipped_norm = kNotMeasured;
  double data_loss = kNotMeasured;
};

struct StepColumn {
  const char* key;
  const char* label;
  double StepStatistics::*value;
};

inline constexpr std::array kStepColumns = {
    StepColumn{"step", "Step", &StepStatistics::step},
    StepColumn{"loss", "Loss of the batch, with penalties", &StepStatistics::loss},
    StepColumn{"accuracy", "Share of the batch classified correctly", &StepStatistics::accuracy},
    StepColumn{"test_loss", "Loss on the test set", &StepStatistics::test_loss},
    StepColumn{"test_accuracy", "Share of the test set classified correctly",
               &StepStatistics::test_accuracy},
    StepColumn{"learning_rate", "Learning rate of the step", &StepStatistics::learning_rate},
    StepColumn{"gradient_norm", "Norm of the gradient of all parameters",
               &StepStatistics::gradient_norm},
    StepColumn{"clipped_norm", "Norm behind the last clipping", &StepStatistics::clipped_norm},
    StepColumn{"data_loss", "Loss of the batch, without penalties", &StepStatistics::data_loss},
};

/// The number of the step: in every row, whatever is selected.
inline constexpr std::size_t kStepColumn = place_of(kStepColumns, "step");

/// One layer after a step.
struct LayerView {
  const LayerSpec& spec;
  const LayerValues& values;
  const Panels& slopes;                 ///< phi'(u), for the columns that need it.
  std::span<const TensorSpec> tensors;  ///< Of the layer; "the weights" are all its matrices.
  const Scalar* params;                 ///< Of the whole network, as are the next two.
  const Scalar* gradient;
  const Scalar* update;
};

struct LayerColumn {
  const char* key;
  const char* label;
  double (*value)(const LayerView&);
  enum class Needs { kPass, kUpdate, kSlopes } needs = Needs::kPass;
};

double gradient_norm(const LayerView& layer);
double delta_rms(const LayerView& layer);
double activation_rms(const LayerView& layer);
double update_ratio(const LayerView& layer);
double saturated_share(const LayerView& layer);
double dead_share(const LayerView& layer);
double weight_rms(const LayerView& layer);

inline constexpr std::array kLayerColumns = {
    LayerColumn{"gradient_norm", "Norm of dL/dW", gradient_norm},
    LayerColumn{"delta_rms", "Root mean square of delta = dL/dz", delta_rms},
    LayerColumn{"activation_rms", "Root mean square of the activations", activation_rms},
    LayerColumn{"update_ratio", "Norm of the update over norm of the weights", update_ratio,
                LayerColumn::Needs::kUpdate},
    LayerColumn{"saturated", "Share of saturated units", saturated_share,
                LayerColumn::Needs::kSlopes},
    LayerColumn{"dead", "Share of dead units", dead_share, LayerColumn::Needs::kSlopes},
    LayerColumn{"weight_rms", "Root mean square of the weights", weight_rms},
};

static_assert(kStepColumns.size() <= 32 && kLayerColumns.size() <= 32,
              "a Selection has one of 32 bits for each column");

/// A unit is saturated if its mean slope on the batch is below this share of the steepest one.
inline constexpr double kSaturatedSlope = 0.05;

/// The mean of |x| of a feature over the real samples.
double mean_size(const Panels& x, Index feature);

/// The largest slope of an activation that is bounded on both sides, or 0.
double steepest(const Activation& activation);

/// The share of samples whose output names the right class; `answers` has one for each row.
double accuracy(const Loss& loss, const Panels& outputs, std::span<const Scalar> answers);

/// The class that a row of outputs names.
Index predicted_class(const Loss& loss, const Panels& outputs, Index row);

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
