// From cause to remedies.
#include "engine/train/advice.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

using Pair = std::array<const char*, 2>;

}  // namespace

std::span<const char* const> advice_on(const Findings& findings, Cause cause) {
  static constexpr Pair kScale = {key_of(kRemedies, "relu_he"), key_of(kRemedies, "batch_norm")};
  static constexpr Pair kPath = {key_of(kRemedies, "residual"), key_of(kRemedies, "shallower")};
  static constexpr Pair kTame = {key_of(kRemedies, "layer_norm"), key_of(kRemedies, "slower")};
  static constexpr Pair kSmaller = {key_of(kRemedies, "slower"), key_of(kRemedies, "clip")};
  static constexpr Pair kLarger = {key_of(kRemedies, "adam"), key_of(kRemedies, "faster")};
  const bool stuck = findings.learning == LearningState::kStuck &&
                     findings.gradient == GradientState::kHealthy &&
                     findings.units == UnitState::kWorking;
  switch (cause) {
    case Cause::kWeights:
    case Cause::kActivation:
    case Cause::kDropout:
      return kScale;
    case Cause::kNormalization:
      return kPath;
    case Cause::kSkip:
      return kTame;
    case Cause::kLearningRate:
      return stuck ? kLarger : kSmaller;
    case Cause::kNone:
    case Cause::kPenalty:
    case Cause::kFormula:
    case Cause::kZeroRate:
      return {};
  }
  return {};
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
