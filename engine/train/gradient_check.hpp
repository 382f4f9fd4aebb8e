// The gradient of backpropagation against central differences of the loss, at the same parameters
// and on the same batch. A test of the engine on a given run; not a measure of training.
#pragma once

#include <functional>
#include <vector>

#include "engine/registry/word.hpp"
#include "engine/train/trainer.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// Steps h of the sweep. Large ones err by h^2 L'''/6, small ones by the rounding of L over h: the
/// error over h is a V.
inline constexpr std::array kStepSizes = {1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9};

/// With a from backpropagation and n = (L(p + h) - L(p - h)) / 2h, over the entries that were
/// looked at.
struct Difference {
  /// |a - n| / (|a| + |n|), Euclidean norms; 0 if both are 0, NaN if there was no entry to look at.
  double error;
  /// What rounding alone makes of it: epsilon |L| sqrt(entries) / h over |a| + |n|.
  double noise;
  /// Entries with a kink of an activation, of the loss or of the L1 penalty between the two points.
  /// There the difference is no derivative, so they are left out of the error.
  Index kinks;
};

enum class Agreement {
  kRight,     ///< Error and rounding are below 1e-5.
  kUnclear,   ///< They are not, but rounding and truncation explain the error.
  kWrong,     ///< They do not.
  kNotFinite  ///< A loss or a gradient is infinite or NaN, so there is nothing to compare.
};

/// The results, in the order of Agreement.
inline constexpr std::array kAgreements = {
    Word{"right", "right"},
    Word{"unclear", "too small to tell"},
    Word{"wrong", "WRONG"},
    Word{"not_finite", "not finite"},
};

struct LayerCheck {
  Index parameters;
  Index entries;  ///< How many of them were looked at.
  std::array<Difference, kStepSizes.size()> sweep;
  std::size_t best;  ///< The place in the sweep with the fewest kinks; there with the least error
                     ///< or rounding, whichever is larger.
  Agreement agreement;
  double printed = kNotMeasured;  ///< printed_check(), where somebody has asked for it.
};

/// Sets `best` and `agreement` from the sweep. A right gradient's error over h is a V with a sharp
/// foot; a wrong one's has a plateau there. All of the foot is judged, not its noisiest point,
/// where rounding explains an error of any size. Says nothing of what an optimizer makes of the
/// gradient.
void judge(LayerCheck& layer);

/// Told the share of the layers and steps h that are done, in (0, 1].
using CheckProgress = std::function<void(double)>;

/// Checks `entries` parameters of each layer, drawn at random (all, where there are not more; 0: as
/// many as take about a second, but two), on the batch of a step, with its dropout masks. Leaves
/// the parameters as they were. Meant for float64: in float32 the V does not go below about 1e-4.
std::vector<LayerCheck> check_gradient(Trainer& trainer, std::int64_t step, Index entries,
                                       const CheckProgress& progress = {});
/// The same of one layer, for whoever wants to stop in between.
LayerCheck check_layer(Trainer& trainer, std::int64_t step, Index layer, Index entries,
                       const CheckProgress& progress = {});

/// What article 002 (section 3.1) takes for a gradient check: how far the gradient of a layer is
/// from that at the weights which the run began with, |a - b| / (|a| + |b|), on one batch. 0 before
/// training, whatever is wrong; large afterwards, whatever is right.
double printed_check(const Trainer& trainer, const Flat& at_start, Index layer);

/// {step_sizes, layers: [{parameters, entries, errors, noise, kinks (lists along step_sizes), best
/// (place in them), agreement (of kAgreements), printed}]}.
Value describe(std::span<const LayerCheck> check);

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
