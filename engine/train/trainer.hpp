// One run: the only place where data, network and optimizer meet. The life of a step stands in
// engine/README.md.
#pragma once

#include <optional>
#include <string>

#include "engine/nn/network.hpp"
#include "engine/optim/chain.hpp"
#include "engine/train/evaluator.hpp"
#include "engine/train/snapshot.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// The first number that was not finite. Training stops there; nothing is repaired.
struct Trouble {
  std::int64_t step;   ///< The step whose pass or update produced it.
  Index layer;         ///< Counted from 0.
  std::string tensor;  ///< "z", "u" (z, normalised), "a", "delta" or another signal of the layer,
                       ///< "gradient" or "params".
};

/// Which columns a row needs; the others stay NaN and cost nothing, except the number of the step,
/// which every row has. Bit i is column i of the list.
struct Selection {
  std::uint32_t step = ~std::uint32_t{0};
  std::uint32_t layer = ~std::uint32_t{0};
};

class Trainer {
 public:
  /// Takes all its memory here, so that a step allocates nothing.
  explicit Trainer(Run run);

  const Run& run() const { return run_; }
  const Network& network() const { return network_; }
  /// What the loss compared the outputs of the last pass with.
  const Panels& targets() const { return targets_; }
  /// Updates made so far.
  std::int64_t step_count() const { return step_; }
  const std::optional<Trouble>& trouble() const { return trouble_; }
  /// The first row from this step on has the numbers of the test set. Depends on which rows were
  /// asked for, so it is no part of a snapshot.
  std::int64_t next_test() const { return next_test_; }
  void test_next_at(std::int64_t step) { next_test_ = step; }

  /// One update. With a row (row_size() doubles) also measures it. Does nothing and returns false
  /// once there is trouble; the step that met it still fills its row.
  bool step(double* row = nullptr);

  /// Measures the gradient of the next step without making it: what the charts show before training
  /// starts. Columns that need an update are NaN.
  void probe(double* row);

  /// Numbers in a row: the step's columns, then the columns of each layer in turn.
  Index row_size() const;
  void select(Selection selection) { selection_ = selection; }

  /// As an Evaluator does, with the present parameters.
  Evaluation evaluate(const Dataset& data) { return evaluator_.evaluate(network_, data); }
  std::vector<Scalar> predict(std::span<const Scalar> inputs) {
    return evaluator_.predict(network_, inputs);
  }

  /// Parameters, the gradient of the last pass and the last update, in one layout.
  Flat& params() { return params_; }
  const Flat& params() const { return params_; }
  const Flat& gradient() const { return gradient_; }
  const Flat& last_update() const { return update_; }
  const Flat& running() const { return running_; }
  const Chain::State& optimizer_state() const { return optimizer_; }

  Snapshot snapshot() const;
  /// Of a trainer of the same run only: the sizes must match.
  void restore(const Snapshot& snapshot);

  /// The loss at the present parameters on the batch of a step, in training mode, with penalties:
  /// what a gradient check differentiates.
  double loss_at(std::int64_t step);
  /// Its gradient, into gradient().
  void gradient_at(std::int64_t step);

  /// Network::delta_change() for every layer but the last, [l][part] from layer l + 1, of the last
  /// pass. All NaN if there was none since the parameters were set by something else than a step.
  std::vector<double> delta_changes();

  /// Applies the run's reset method to the present parameters, judged on the batch of the next
  /// step. Returns how many units were reset; none once there is trouble.
  Index reset_units();

 private:
  void initialize();
  void equalize_variance(double tolerance);
  void load_batch(std::int64_t step);
  void add_penalties(Index begin, Index end);
  double data_loss() const;
  double penalty() const;
  bool forward(std::int64_t step);
  bool backward(bool update);
  bool selected(double StepStatistics::*value) const;
  bool row_needs_loss() const;
  void measure_loss(bool wanted);
  bool test_due() const;
  void fill(double* row, bool updated);
  void fill_layer(Index layer, double* columns, bool updated);
  void find_trouble();

  Run run_;
  PanelPool pool_;
  Flat params_, gradient_, update_, running_;
  Network network_;
  Chain chain_;
  Chain::State optimizer_;
  Batches batches_;
  Panels targets_;
  Panels slopes_;  // room for the values of the widest layer
  Evaluator evaluator_;
  std::vector<Scalar> batch_answers_;
  std::vector<Scalar> fresh_;  // room for the new weights of a layer, for resets
  bool loss_driven_;           // the learning rate needs the loss of each step
  bool resets_;
  Selection selection_;
  ScheduleMemory schedule_;
  std::int64_t step_ = 0;
  std::int64_t next_test_ = 0;
  double loss_ = kNotMeasured;
  double data_loss_ = kNotMeasured;
  enum class Pass { kNone, kOnly, kStep } last_pass_ = Pass::kNone;  // backward, and of what
  double learning_rate_ = 0;
  double previous_learning_rate_ = 0;
  std::optional<Trouble> trouble_;
};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
