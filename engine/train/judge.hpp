// From measured numbers to findings: the rules, and nothing of where the numbers come from.
#pragma once

#include <span>

#include "engine/train/constant_guess.hpp"
#include "engine/train/findings.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// A layer as it is now, averaged over some rows. NaN: not measured.
struct LayerState {
  double gradient = 0;  ///< Norm of dL/dW; exactly 0 if it is.
  double delta = 0;     ///< Root mean square; exactly 0 if it is.
  double saturated = 0;
  double dead = 0;
  double explodes = 0;  ///< The share of rows with a norm above the limit.
  Index units = 1;
  bool one_sided = false;  ///< Its activation is flat for every negative input.
};

/// The loss of the data as it is now and was before, means of some rows without the odd ones.
struct LossState {
  double now = 0;
  double first = 0;
  double lately = 0;   ///< Over the last eighth of all rows,
  double halfway = 0;  ///< and over the eighth around their middle.
  double lowest = 0;
  double accuracy = 0;  ///< NaN for regression, or if it was not measured.
  double rows = 0;
  double steps = 0;  ///< Between the first row and the last.
};

/// The gradient over the hidden layers.
struct GradientSlope {
  double delta_ratio = 1;        ///< RMS of delta, first over last hidden layer; 1 if both are 0.
  double gradient_ratio = 1;     ///< Norm of dL/dW, likewise.
  double decades_per_layer = 0;  ///< Slope of log10 delta; negative: vanishing towards the input.
  double largest_norm = 0;       ///< Of dL/dW.
  Index largest = 0;             ///< The layer that has it.
};
GradientSlope slope_of(std::span<const LayerState> hidden);

/// Where a share of units without a gradient begins to be more than depth alone explains: in a deep
/// random network a unit has one sign on all samples, either with probability 1/2, so the share of
/// n such units spreads by 1 / (2 sqrt n) around 1/2. Never above "as good as all".
double dead_limit(Index units);
/// The same for saturated units; for one-sided activations that limit counts too.
double saturated_limit(const LayerState& layer);

/// What is left of the loss of the best constant guess: 1 at most.
double loss_left(const LossState& loss, const ConstantGuess& guess);
/// A loss that is nearly gone asks for next to no gradient, so starved is measured against `left`.
GradientState judge_gradient(std::span<const LayerState> hidden, double left = 1);
LearningState judge_learning(const LossState& loss, const ConstantGuess& guess);
/// False if a run that learns or has learned is so close to a limit that another batch might
/// decide.
bool beyond_doubt(const LossState& loss, const ConstantGuess& guess);
UnitState judge_units(std::span<const LayerState> hidden);
Verdict verdict_of(const Findings& findings);

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
