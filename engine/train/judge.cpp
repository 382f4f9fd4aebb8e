// The rules, in the order in which they are read. A comparison with NaN is false, so what was not
// measured breaks no limit; unknown() keeps it from counting as healthy.
#include "engine/train/judge.hpp"

#include <algorithm>
#include <limits>

#include "engine/train/statistics.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double log10_of(double x) {
  return x > 0 ? log(x) / std::numbers::ln10 : x == 0 ? -kInfinity : kNotMeasured;
}
bool unknown(double x) { return x != x; }
double ratio(double a, double b) { return a == 0 && b == 0 ? 1 : a / b; }
double loss_to_beat(const LossState& loss, const ConstantGuess& guess) {
  return guess.loss > 0 ? guess.loss : loss.first;
}

/// kVerdicts without its texts.
struct Rule {
  Verdict verdict;
  bool (*holds)(const Findings&);
};
constexpr auto kRules = [] {
  std::array<Rule, kVerdicts.size()> rules{};
  for (std::size_t i = 0; i < rules.size(); ++i)
    rules[i] = {kVerdicts[i].state, kVerdicts[i].holds};
  return rules;
}();

}  // namespace

GradientSlope slope_of(std::span<const LayerState> hidden) {
  GradientSlope s;
  const LayerState& first = hidden.front();
  const LayerState& last = hidden.back();
  s.delta_ratio = ratio(first.delta, last.delta);
  s.gradient_ratio = ratio(first.gradient, last.gradient);
  if (hidden.size() > 1) {
    s.decades_per_layer = log10_of(s.delta_ratio) / static_cast<double>(hidden.size() - 1);
  }
  for (std::size_t l = 0; l < hidden.size(); ++l) {
    if (!(hidden[l].gradient > hidden[static_cast<std::size_t>(s.largest)].gradient)) continue;
    s.largest = static_cast<Index>(l);
  }
  s.largest_norm = hidden[static_cast<std::size_t>(s.largest)].gradient;
  return s;
}

double dead_limit(Index units) {
  constexpr double kAsGoodAsAll = 0.99;  // the mean of some rows need not reach 1
  const double spread = 0.5 / std::sqrt(static_cast<double>(units));
  return min(kDeadShare.value + kDeadDeviations.value * spread, kAsGoodAsAll);
}

double saturated_limit(const LayerState& layer) {
  return layer.one_sided ? max(kSaturatedShare.value, dead_limit(layer.units))
                         : kSaturatedShare.value;
}

double loss_left(const LossState& loss, const ConstantGuess& guess) {
  const double to_beat = loss_to_beat(loss, guess);
  return loss.now < to_beat ? loss.now / to_beat : 1;
}

GradientState judge_gradient(std::span<const LayerState> hidden, double left) {
  const GradientSlope s = slope_of(hidden);
  const bool often = std::any_of(hidden.begin(), hidden.end(), [](const LayerState& l) {
    return l.explodes > kExplodingRows.value;
  });
  if (s.largest_norm > kExplodingNorm.value || often) return GradientState::kExploding;
  if (s.delta_ratio > kExplodingRatio.value) return GradientState::kExploding;
  // Next to nothing everywhere is starved, even if delta shrinks: so do the activations beside it.
  const bool sloped = s.gradient_ratio < kVanishingRatio.value;
  if (s.largest_norm < kStarvedNorm.value * left && !sloped) return GradientState::kStarved;
  if (s.delta_ratio < kVanishingRatio.value || sloped) return GradientState::kVanishing;
  const bool blind = unknown(s.delta_ratio) || unknown(s.largest_norm);
  return blind ? GradientState::kUnknown : GradientState::kHealthy;
}

LearningState judge_learning(const LossState& loss, const ConstantGuess& guess) {
  if (unknown(loss.now)) return LearningState::kNotStarted;
  const double to_beat = loss_to_beat(loss, guess);
  if (loss.now > kDivergedLoss.value * max(loss.first, to_beat)) return LearningState::kDiverged;
  if (loss.rows < kHold.value && loss.steps < kPatience.value) return LearningState::kNotStarted;
  const bool beats_accuracy = unknown(loss.accuracy) || loss.accuracy > guess.accuracy;
  if (loss.now < kLearnedLoss.value * to_beat && beats_accuracy) return LearningState::kLearned;
  if (loss.now < kLearningLoss.value * to_beat && beats_accuracy) return LearningState::kLearning;
  if (loss.now > kRisingLoss.value * max(to_beat, loss.lowest)) return LearningState::kRising;
  if (loss.lately < kFallingLoss.value * loss.halfway) return LearningState::kLearning;
  return loss.steps < kPatience.value ? LearningState::kNotStarted : LearningState::kStuck;
}

bool beyond_doubt(const LossState& loss, const ConstantGuess& guess) {
  LossState worse = loss;
  worse.now /= kMargin.value;
  worse.lately /= kMargin.value;
  return learns(judge_learning(worse, guess));
}

UnitState judge_units(std::span<const LayerState> hidden) {
  const auto any = [&](auto&& holds) { return std::any_of(hidden.begin(), hidden.end(), holds); };
  if (any([](const LayerState& l) { return l.dead >= dead_limit(l.units); })) {
    return UnitState::kDead;
  }
  if (any([](const LayerState& l) { return l.saturated > saturated_limit(l); })) {
    return UnitState::kSaturated;
  }
  const bool blind =
      any([](const LayerState& l) { return unknown(l.dead) || unknown(l.saturated); });
  return blind ? UnitState::kUnknown : UnitState::kWorking;
}

Verdict verdict_of(const Findings& findings) {
  return std::find_if(kRules.begin(), kRules.end(),
                      [&](const Rule& rule) { return rule.holds(findings); })
      ->verdict;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
