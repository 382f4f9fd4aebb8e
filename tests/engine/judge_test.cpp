// The rules of the diagnosis on numbers made by hand. Limits stand here as numbers, so that a
// threshold that moves is noticed.
#include "engine/train/judge.hpp"

#include <set>

#include "tests/engine/runs.hpp"

using namespace gradscope;

namespace {

const ConstantGuess kGuess{0.7, 0.5};

/// Three hidden layers with these norms of dL/dW and RMS of delta.
std::vector<LayerState> three_layers(const std::array<double, 3>& gradient,
                                     const std::array<double, 3>& delta) {
  std::vector<LayerState> result;
  for (std::size_t l = 0; l < 3; ++l) result.push_back({gradient[l], delta[l], 0, 0, 0, 8, false});
  return result;
}
GradientState state_of_gradient(const std::array<double, 3>& dw,
                                const std::array<double, 3>& delta) {
  return judge_gradient(three_layers(dw, delta));
}

LossState losses_of(double now, double halfway = 0.7) {
  return {now, 0.75, now, halfway, std::min(now, 0.7), 0.8, 1000, 1000};
}
LearningState state_of_learning(double now, double halfway = 0.7) {
  return judge_learning(losses_of(now, halfway), kGuess);
}

UnitState state_of_units(double saturated, double dead, Index width, bool one_sided = false) {
  const std::vector<LayerState> hidden = {{1, 1, 0, 0, 0, width, one_sided},
                                          {1, 1, saturated, dead, 0, width, one_sided}};
  return judge_units(hidden);
}

}  // namespace

TEST_CASE("judge: where the states of the gradient begin") {
  const std::array<double, 3> one = {1, 1, 1};
  CHECK(state_of_gradient(one, one) == GradientState::kHealthy);
  CHECK(state_of_gradient({1, 99, 1}, one) == GradientState::kHealthy);
  CHECK(state_of_gradient({1, 101, 1}, one) == GradientState::kExploding);
  CHECK(state_of_gradient(one, {990, 1, 1}) == GradientState::kHealthy);
  CHECK(state_of_gradient(one, {1010, 1, 1}) == GradientState::kExploding);
  CHECK(state_of_gradient(one, {1.01e-3, 1, 1}) == GradientState::kHealthy);
  CHECK(state_of_gradient(one, {0.99e-3, 1, 1}) == GradientState::kVanishing);
  CHECK(state_of_gradient({1.01e-3, 1, 1}, one) == GradientState::kHealthy);
  CHECK(state_of_gradient({0.99e-3, 1, 1}, one) == GradientState::kVanishing);
  CHECK(state_of_gradient({1.01e-6, 1e-6, 1e-6}, one) == GradientState::kHealthy);
  CHECK(state_of_gradient({0.99e-6, 1e-7, 1e-7}, one) == GradientState::kStarved);
  CHECK(state_of_gradient({1e-7, 1e-7, 1e-7}, {1e-9, 1, 1}) ==
        GradientState::kStarved);  // dL/dW is flat
  CHECK(state_of_gradient({1e-11, 1e-8, 1e-7}, one) == GradientState::kVanishing);
}

TEST_CASE("judge: a gradient of exactly zero is that, and one that was not measured is unknown") {
  const auto none = three_layers({0, 0, 0}, {0, 0, 0});
  CHECK(judge_gradient(none) == GradientState::kStarved);
  CHECK(slope_of(none).largest_norm == 0);
  CHECK(slope_of(none).delta_ratio == 1);
  const auto cut = three_layers({0, 1, 1}, {0, 1, 1});
  CHECK(judge_gradient(cut) == GradientState::kVanishing);
  CHECK(slope_of(cut).delta_ratio == 0);
  const double nan = kNotMeasured;
  CHECK(state_of_gradient({nan, nan, nan}, {nan, nan, nan}) == GradientState::kUnknown);
  CHECK(judge_units(three_layers({1, 1, 1}, {1, 1, 1})) == UnitState::kWorking);
  CHECK(state_of_units(nan, nan, 8) == UnitState::kUnknown);
}

TEST_CASE("judge: the slope is that of the hidden layers") {
  const GradientSlope s = slope_of(three_layers({1e-2, 1, 1e2}, {1e-4, 1, 1}));
  CHECK(s.delta_ratio == Approx(1e-4));
  CHECK(s.gradient_ratio == Approx(1e-4));
  CHECK(s.decades_per_layer == Approx(-2));
  CHECK(s.largest == 2);
  const std::vector<LayerState> only = {{3, 5, 0, 0, 0, 1, false}};
  CHECK(slope_of(only).decades_per_layer == 0);
  CHECK(slope_of(only).largest_norm == 3);
}

TEST_CASE("judge: where the states of learning begin") {
  CHECK(state_of_learning(0.139) == LearningState::kLearned);
  CHECK(state_of_learning(0.141) == LearningState::kLearning);
  CHECK(state_of_learning(0.629) == LearningState::kLearning);
  CHECK(state_of_learning(0.631, 0.63) == LearningState::kStuck);
  CHECK(state_of_learning(0.7, 0.7 / 0.949) == LearningState::kLearning);  // still falls
  CHECK(state_of_learning(0.7, 0.7 / 0.951) == LearningState::kStuck);
  CHECK(state_of_learning(0.874) == LearningState::kStuck);  // 1.25 of the guess
  CHECK(state_of_learning(0.876) == LearningState::kRising);
  CHECK(state_of_learning(749) == LearningState::kRising);  // 1000 of the first
  CHECK(state_of_learning(751) == LearningState::kDiverged);
}

TEST_CASE("judge: a loss below the guess counts only with an accuracy above it") {
  LossState l = losses_of(0.1, 0.1);
  l.accuracy = 0.5;
  CHECK(judge_learning(l, kGuess) == LearningState::kStuck);
  l.accuracy = 0.51;
  CHECK(judge_learning(l, kGuess) == LearningState::kLearned);
  l.accuracy = kNotMeasured;  // of a regression
  CHECK(judge_learning(l, kGuess) == LearningState::kLearned);
}

TEST_CASE("judge: a loss that starts far too high and stays is stuck, not rising") {
  LossState l = losses_of(7, 7);
  l.first = l.lowest = 7;
  CHECK(judge_learning(l, kGuess) == LearningState::kStuck);
}

TEST_CASE("judge: a gradient that is too large in every fifth row explodes") {
  auto hidden = three_layers({1, 1, 1}, {1, 1, 1});
  hidden[1].explodes = 0.19;
  CHECK(judge_gradient(hidden) == GradientState::kHealthy);
  hidden[1].explodes = 0.21;
  CHECK(judge_gradient(hidden) == GradientState::kExploding);
}

TEST_CASE("judge: learning within a twentieth of its limit is in doubt") {
  CHECK(beyond_doubt(losses_of(0.63 * 0.949, 0.6), kGuess));
  CHECK_FALSE(beyond_doubt(losses_of(0.63 * 0.951, 0.6), kGuess));
  CHECK(beyond_doubt(losses_of(0.65, 0.65 / (0.95 * 0.949)), kGuess));
  CHECK_FALSE(beyond_doubt(losses_of(0.65, 0.65 / (0.95 * 0.951)), kGuess));
  CHECK(beyond_doubt(losses_of(0.139), kGuess));  // learned or learning: both are well
  CHECK(verdict_of({GradientState::kHealthy, LearningState::kLearning, UnitState::kWorking, true,
                    false}) == Verdict::kUndecided);
}

TEST_CASE("judge: patience, in steps, and the least number of rows") {
  LossState l = losses_of(0.7);
  l.steps = 199;
  CHECK(judge_learning(l, kGuess) == LearningState::kNotStarted);
  l.steps = 200;
  CHECK(judge_learning(l, kGuess) == LearningState::kStuck);
  l = losses_of(0.1);
  l.rows = l.steps = 19;
  CHECK(judge_learning(l, kGuess) == LearningState::kNotStarted);
  l.rows = 20;
  CHECK(judge_learning(l, kGuess) == LearningState::kLearned);
  l.rows = 5;  // far apart
  l.steps = 199;
  CHECK(judge_learning(l, kGuess) == LearningState::kNotStarted);
  l.steps = 200;
  CHECK(judge_learning(l, kGuess) == LearningState::kLearned);
  l = losses_of(1e6);
  l.rows = 1;
  CHECK(judge_learning(l, kGuess) == LearningState::kDiverged);
}

TEST_CASE("judge: dead is more than depth alone explains") {
  CHECK(state_of_units(0, 0.99, 8) == UnitState::kDead);  // 8 units: as good as all
  CHECK(state_of_units(0, 0.98, 8) == UnitState::kWorking);
  CHECK(state_of_units(0, 0.751, 64) == UnitState::kDead);  // a half, and 4 deviations of 1/16
  CHECK(state_of_units(0, 0.749, 64) == UnitState::kWorking);
  CHECK(state_of_units(0, 0.626, 256) == UnitState::kDead);
  CHECK(state_of_units(0, 0.624, 256) == UnitState::kWorking);
  CHECK(state_of_units(0.81, 0, 8) == UnitState::kSaturated);
  CHECK(state_of_units(0.79, 0, 8) == UnitState::kWorking);
  CHECK(state_of_units(0.98, 0, 8, true) ==
        UnitState::kWorking);  // ReLU6: a half is on its flat side
  CHECK(state_of_units(0.995, 0, 8, true) == UnitState::kSaturated);
  CHECK(state_of_units(0.79, 0, 256, true) == UnitState::kWorking);  // wide: as for the others
  CHECK(state_of_units(0.81, 0, 256, true) == UnitState::kSaturated);
}

TEST_CASE("judge: green needs all three, and every verdict can be reached") {
  std::set<Verdict> reached;
  for (const auto& g : kGradientStates) {
    for (const auto& l : kLearningStates) {
      for (const auto& u : kUnitStates) {
        for (const bool doubtful : {false, true}) {
          for (const bool specimen : {false, true}) {
            const Verdict v = verdict_of({g.state, l.state, u.state, doubtful, specimen});
            reached.insert(v);
            const bool learning_is_well =
                l.state == LearningState::kLearning || l.state == LearningState::kLearned;
            const bool all_three = g.state == GradientState::kHealthy && learning_is_well &&
                                   u.state == UnitState::kWorking;
            INFO(g.key << ' ' << l.key << ' ' << u.key << ' ' << doubtful << specimen);
            CHECK((v == Verdict::kHealthy) == (all_three && !doubtful && !specimen));
          }
        }
      }
    }
  }
  CHECK(reached.size() == kVerdicts.size());
}

TEST_CASE("judge: a gradient is starved by what is left of the loss") {
  const std::array<double, 3> one = {1, 1, 1};
  const auto at_loss = [&](double norm, double now) {
    return judge_gradient(three_layers({norm, norm, norm}, one), loss_left(losses_of(now), kGuess));
  };
  CHECK(at_loss(0.99e-6, 0.7) == GradientState::kStarved);
  CHECK(at_loss(0.99e-6, 70) == GradientState::kStarved);  // above the guess nothing is left over
  CHECK(at_loss(0.51e-6, 0.35) == GradientState::kHealthy);
  CHECK(at_loss(0.49e-6, 0.35) == GradientState::kStarved);
  CHECK(at_loss(1.01e-9, 0.7e-3) == GradientState::kHealthy);  // learned: little is asked for
  CHECK(at_loss(0.99e-9, 0.7e-3) == GradientState::kStarved);
  CHECK(at_loss(0, 0) == GradientState::kHealthy);
}

TEST_CASE("constant guess: class priors, means and medians") {
  Dataset data(Task::kClassification, 1, 3);
  for (const double c : {0, 0, 0, 1, 1, 2}) data.add({0}, c);
  const auto guess = [&](const Loss& loss, const Encoding& e = {}) {
    return best_constant_guess(loss, data, e);
  };
  const double entropy = -(0.5 * std::log(0.5) + std::log(1 / 3.0) / 3 + std::log(1 / 6.0) / 6);
  CHECK(guess(CrossEntropy{}).loss == Approx(entropy).epsilon(1e-12));
  CHECK(guess(CrossEntropy{}).accuracy == Approx(0.5));
  CHECK(guess(CrossEntropy{1}).loss == Approx(std::log(3.0)).epsilon(1e-12));
  const Encoding one_hot{true, 0, 1};
  const double variance = (0.25 + 2 / 9.0 + 5 / 36.0) / 3;
  CHECK(guess(Mse{}, one_hot).loss == Approx(variance).epsilon(1e-9));

  data = Dataset(Task::kClassification, 1, 2);
  for (const double c : {0, 0, 0, 1}) data.add({0}, c);
  const double binary = -(0.75 * std::log(0.75) + 0.25 * std::log(0.25));
  CHECK(guess(BceLogits{}, one_hot).loss == Approx(binary).epsilon(1e-9));
  CHECK(guess(Bce{}, one_hot).loss == Approx(binary).epsilon(1e-9));
  const double rounding = std::max(1e-9, 2 * kEpsilon);  // of an output at a kink
  CHECK(guess(Hinge{}, {true, -1, 1}).loss == Approx(0.5).epsilon(rounding));      // y = -1
  CHECK(guess(SquaredHinge{}, {true, -1, 1}).loss == Approx(0.75).epsilon(1e-9));  // y = -1/2

  data = Dataset(Task::kRegression, 1, 0);
  for (const double y : {1, 2, 3, 10}) data.add({0}, y);
  CHECK(guess(Mse{}).loss == Approx(12.5).epsilon(1e-9));
  CHECK(guess(HalfMse{}).loss == Approx(6.25).epsilon(1e-9));
  CHECK(guess(Mae{}).loss == Approx(2.5).epsilon(1e-9));
  CHECK(guess(Mse{}).accuracy == 0);
}
