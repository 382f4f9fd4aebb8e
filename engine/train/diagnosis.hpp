// What is wrong with a run, if anything: findings on its gradient, its learning and its units, from
// the rows seen so far, with the numbers that they rest on.
#pragma once

#include <optional>
#include <vector>

#include "engine/train/cause.hpp"
#include "engine/train/judge.hpp"
#include "engine/train/trainer.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// What of a run does not change while it trains.
struct Subject {
  struct Layer {
    Index units;
    bool one_sided;       ///< Its activation is flat for every negative input.
    double steepest = 0;  ///< The largest slope of its activation, if that can saturate.
  };
  std::vector<Layer> layers;
  ConstantGuess guess;
  const char* specimen = nullptr;  ///< The kind of a formula that is printed wrong, if it has one;
  const char* broken = nullptr;    ///< and the key of the number of a diagnosis that shows it.
};
Subject subject_of(const Config& config, const Run& run);

/// Ratios and slope are those of the hidden layers.
struct Diagnosis : GradientSlope {
  Verdict verdict = Verdict::kUndecided;  ///< Held for some rows; the rest is of now.
  Findings findings;
  Cause cause = Cause::kNone;  ///< Chosen when the verdict began.
  double cause_decades = 0;    ///< Of Blame, then.
  double layer = 0;            ///< The layer that the verdict shows in most, counted from 0.
  double steepest = 0;         ///< The largest slope of its activation; 0: it cannot saturate.
  double share = 0;            ///< The largest share of saturated or dead units of a hidden layer.
  double rate = 0;             ///< Of learning, in the last row.
  double loss = 0;             ///< Of the data, now.
  double loss_ratio = 1;       ///< That over the first.
  double guess_loss = 0;       ///< That of the best constant guess.
  double guess_ratio = 1;      ///< Loss over it.
  double accuracy = 0;         ///< NaN for regression.
  double guess_accuracy = 0;
};

/// Averages the logarithms of the last rows of layers, and losses without the odd ones, so that one
/// odd batch does not change a finding. All of its state is copied with it.
class Diagnostician {
 public:
  explicit Diagnostician(Subject subject);
  /// True if a verdict has begun whose cause is a part of the backward pass: blame() it then.
  bool see(std::span<const double> row);
  void blame(const Blame& blame);
  void forget();
  /// What it remembers of the rows it has seen, as numbers; remember() takes it up again. False,
  /// and nothing changed, if they are of another number of layers or of no rows that there can be.
  std::vector<double> memory() const;
  bool remember(std::span<const double> memory);
  /// Right after `trouble` a verdict no longer holds.
  Diagnosis diagnose(const std::optional<Trouble>& trouble) const;
  const Subject& subject() const { return subject_; }

 private:
  static constexpr double kMemory = 10;       // rows
  static constexpr std::size_t kRecent = 41;  // rows
  static constexpr std::size_t kHistory = 64;

  struct Layer {
    double log_gradient = kNotMeasured, zero_gradient = kNotMeasured;
    double log_delta = kNotMeasured, zero_delta = kNotMeasured;
    double saturated = kNotMeasured, dead = kNotMeasured;
    double explodes = 0;
  };
  struct Memory {
    std::array<double, kRecent> recent{};    // losses, a ring
    std::array<double, kHistory> history{};  // logs of recent losses, equally spaced over all rows
    double history_size = 0;
    double history_stride = 1;  // rows between two of them
    double rows = 0;
    double first_step = 0, last_step = 0;
    double first_loss = kNotMeasured, lowest_loss = kNotMeasured;
    double accuracy = kNotMeasured;
    double penalty_share = 0;  // of the loss, in the first row
    double started_well = 0;   // 1 if gradient and units were well at step 0
    double verdict = static_cast<double>(Verdict::kUndecided);  // its place in the list of them
    double verdict_row = 0, verdict_step = 0;
    double cause = static_cast<double>(Cause::kNone);  // of the verdict: its place in the list
    double cause_decades = 0;
    double rate = kNotMeasured;            // of learning, in the last row
    double green_row = 0, green_step = 0;  // since when the findings are green
    bool is_sound() const;
  };
  static constexpr std::size_t kMemoryNumbers = sizeof(Memory) / sizeof(double);
  static constexpr std::size_t kLayerNumbers = sizeof(Layer) / sizeof(double);
  void see_loss(double loss);
  bool hold();
  bool choose_cause(Verdict verdict, const Findings& now, bool well);
  Cause apparent_cause(const Findings& now) const;
  Cause cause() const { return static_cast<Cause>(static_cast<int>(memory_.cause)); }
  Verdict held_verdict() const { return static_cast<Verdict>(static_cast<int>(memory_.verdict)); }
  double mean_of_recent() const;
  void update_hidden();
  Findings judge() const;
  LossState loss_state() const;
  double history_mean(std::size_t begin, std::size_t end) const;
  double layer_of(Verdict verdict) const;

  Subject subject_;
  std::vector<Layer> mean_;         // remembered too
  std::vector<LayerState> hidden_;  // the same, as it is judged; the only layer if there is one
  Memory memory_;
  double recent_loss_ = kNotMeasured;  // mean_of_recent(), once for each row
};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
