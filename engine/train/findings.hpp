// What a diagnosis can say: the states of gradient, learning and units, the verdict that follows
// from them, its thresholds and its causes. Only lists; the rules are in judge.cpp.
#pragma once

#include <array>

#include "engine/core/scalar.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// Of the hidden layers; a network without any is judged by its only layer.
enum class GradientState { kUnknown, kHealthy, kVanishing, kExploding, kStarved };
/// By the loss of the data, without penalties.
enum class LearningState { kNotStarted, kLearning, kLearned, kStuck, kRising, kDiverged };
enum class UnitState { kUnknown, kWorking, kSaturated, kDead };

constexpr bool learns(LearningState state) {
  return state == LearningState::kLearning || state == LearningState::kLearned;
}

struct Findings {
  GradientState gradient = GradientState::kUnknown;
  LearningState learning = LearningState::kNotStarted;
  UnitState units = UnitState::kUnknown;
  bool doubtful = false;  ///< Learning, but so close to a limit that another batch might decide.
  bool specimen = false;  ///< The run uses a formula that is printed wrong.
};

/// A state and how it is written.
template <class State>
struct Named {
  State state;
  const char* key;
  const char* meaning;
};

/// The keys of a list by state, without the meanings: those stay out of the module.
template <const auto& names>
inline constexpr auto kStateKeys = [] {
  std::array<const char*, names.size()> keys{};
  for (const auto& n : names) keys[static_cast<std::size_t>(n.state)] = n.key;
  return keys;
}();
template <const auto& names, class State>
const char* key_of(State state) {
  return kStateKeys<names>[static_cast<std::size_t>(state)];
}

inline constexpr std::array kGradientStates = {
    Named<GradientState>{GradientState::kUnknown, "unknown", "Not measured."},
    Named<GradientState>{GradientState::kHealthy, "healthy",
                         "Every hidden layer gets a usable gradient."},
    Named<GradientState>{GradientState::kVanishing, "vanishing",
                         "It shrinks towards the input, from the last hidden layer to the first."},
    Named<GradientState>{GradientState::kExploding, "exploding",
                         "It is far too large, or grows towards the input."},
    Named<GradientState>{GradientState::kStarved, "starved",
                         "All hidden layers get next to none, equally."},
};
inline constexpr std::array kLearningStates = {
    Named<LearningState>{LearningState::kNotStarted, "not_started", "Too early to say."},
    Named<LearningState>{LearningState::kLearning, "learning",
                         "Better than the best constant guess, or still getting better."},
    Named<LearningState>{LearningState::kLearned, "learned",
                         "Little is left of the loss of the best constant guess."},
    Named<LearningState>{LearningState::kStuck, "stuck",
                         "No better than the best constant guess, and not getting better."},
    Named<LearningState>{LearningState::kRising, "rising", "The loss of the data rises."},
    Named<LearningState>{LearningState::kDiverged, "diverged",
                         "A number is no longer finite, or the loss has run away."},
};
inline constexpr std::array kUnitStates = {
    Named<UnitState>{UnitState::kUnknown, "unknown", "Not measured."},
    Named<UnitState>{UnitState::kWorking, "working", "Enough units of every layer respond."},
    Named<UnitState>{UnitState::kSaturated, "saturated",
                     "Most units of a layer sit on the flat part of their activation."},
    Named<UnitState>{UnitState::kDead, "dead",
                     "A layer passes almost nothing: more units than depth alone explains have no "
                     "gradient for any sample."},
};

enum class Verdict {
  kHealthy,
  kVanishing,
  kExploding,
  kStarved,
  kSaturated,
  kDead,
  kDiverged,
  kRising,
  kStuck,
  kSpecimen,
  kUndecided
};

/// One word for compact places: the first of this list whose condition holds. Only kHealthy is
/// green, and its condition asks for all three: gradient, learning and units.
struct VerdictInfo {
  Verdict state;
  const char* key;
  const char* meaning;
  bool (*holds)(const Findings&);
};

inline constexpr std::array kVerdicts = {
    VerdictInfo{Verdict::kDiverged, "diverged",
                "A number is no longer finite, or the loss has run away.",
                [](const Findings& f) { return f.learning == LearningState::kDiverged; }},
    VerdictInfo{Verdict::kExploding, "exploding",
                "The gradient is far too large, or grows towards the input.",
                [](const Findings& f) { return f.gradient == GradientState::kExploding; }},
    VerdictInfo{Verdict::kDead, "dead",
                "A layer passes almost nothing: its units have no gradient for any sample.",
                [](const Findings& f) { return f.units == UnitState::kDead; }},
    VerdictInfo{Verdict::kSaturated, "saturated",
                "Most units of a layer sit on the flat part of their activation.",
                [](const Findings& f) { return f.units == UnitState::kSaturated; }},
    VerdictInfo{Verdict::kVanishing, "vanishing", "The gradient shrinks towards the input.",
                [](const Findings& f) { return f.gradient == GradientState::kVanishing; }},
    VerdictInfo{Verdict::kStarved, "starved", "All layers get next to no gradient, equally.",
                [](const Findings& f) { return f.gradient == GradientState::kStarved; }},
    VerdictInfo{Verdict::kRising, "rising", "The loss of the data rises.",
                [](const Findings& f) { return f.learning == LearningState::kRising; }},
    VerdictInfo{Verdict::kStuck, "stuck",
                "The run is no better than the best constant guess, and not getting better.",
                [](const Findings& f) { return f.learning == LearningState::kStuck; }},
    VerdictInfo{Verdict::kSpecimen, "specimen", "A formula is printed wrong: watch what it breaks.",
                [](const Findings& f) { return f.specimen; }},
    VerdictInfo{Verdict::kHealthy, "healthy",
                "Every layer gets a usable gradient, its units respond, and the run learns.",
                [](const Findings& f) {
                  return f.gradient == GradientState::kHealthy && f.units == UnitState::kWorking &&
                         learns(f.learning) && !f.doubtful;
                }},
    VerdictInfo{Verdict::kUndecided, "undecided",
                "Nothing is wrong so far; whether the run learns is not known yet.",
                [](const Findings&) { return true; }},
};

/// Where the states begin.
struct Threshold {
  const char* key;
  double value;
  const char* meaning;
};

inline constexpr Threshold kVanishingRatio{
    "vanishing_ratio", 1e-3,
    "First over last hidden layer, of delta or of dL/dW, below which it vanishes"};
inline constexpr Threshold kExplodingRatio{
    "exploding_ratio", 1e3, "First over last hidden layer of delta, above which it explodes"};
inline constexpr Threshold kExplodingNorm{
    "exploding_norm", 1e2, "Norm of dL/dW of any hidden layer above which it explodes"};
inline constexpr Threshold kExplodingRows{"exploding_rows", 0.2,
                                          "Share of rows with such a norm above which it explodes"};
// A step of 0.1 times that is lost in the rounding of a float32 weight of 1.
inline constexpr Threshold kStarvedNorm{
    "starved_norm", 1e-6,
    "Norm of dL/dW of every hidden layer, over what is left of the loss of the best constant "
    "guess, below which all are starved"};
inline constexpr Threshold kSaturatedShare{"saturated_share", 0.8,
                                           "Share of saturated units in a layer"};
inline constexpr Threshold kDeadShare{
    "dead_share", 0.5, "Share of units without a gradient that depth alone explains"};
inline constexpr Threshold kDeadDeviations{
    "dead_deviations", 4,
    "Standard deviations of a coin above that share, or all, for a dead layer"};
inline constexpr Threshold kDivergedLoss{
    "diverged_loss", 1e3,
    "Loss over the larger of first loss and guess, above which it has run away"};
inline constexpr Threshold kLearnedLoss{
    "learned_loss", 0.2, "Loss over that of the best constant guess, below which it is learned"};
inline constexpr Threshold kLearningLoss{
    "learning_loss", 0.9, "Loss over that of the best constant guess, below which it is learning"};
inline constexpr Threshold kFallingLoss{
    "falling_loss", 0.95, "Loss over that at half of the steps, below which it still falls"};
inline constexpr Threshold kRisingLoss{
    "rising_loss", 1.25, "Loss over the larger of guess and lowest loss, above which it rises"};
inline constexpr Threshold kMargin{
    "margin", 0.95, "Of these limits of the loss, below which learning is beyond doubt"};
inline constexpr Threshold kPatience{"patience", 200,
                                     "Steps without a sign of learning after which a run is stuck"};
inline constexpr Threshold kHold{"hold", 20,
                                 "Rows for which a verdict stays, if all numbers stay finite"};

inline constexpr std::array kThresholds = {
    kVanishingRatio, kExplodingRatio, kExplodingNorm, kExplodingRows,
    kStarvedNorm,    kSaturatedShare, kDeadShare,     kDeadDeviations,
    kDivergedLoss,   kLearnedLoss,    kLearningLoss,  kFallingLoss,
    kRisingLoss,     kMargin,         kPatience,      kHold};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
