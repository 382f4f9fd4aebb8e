// A run behind plain values and arrays of numbers: what the module shows to JavaScript and the
// command line prints. Knows neither Emscripten nor the page.
#pragma once

#include <string>
#include <string_view>

#include "engine/train/diagnosis.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

class Session {
 public:
  /// The config must be free of faults.
  explicit Session(Config config);

  /// {loss, batch, parameters, layers: [{in, out, activation}], tensors: [{name, layer, rows,
  /// columns}], data: {task, features, classes, train, test}}.
  Value describe() const;

  /// Chooses the columns to measure, by key; all others are NaN. "*" stands for all. The diagnosis
  /// rests on loss, data_loss, accuracy, learning_rate, gradient_norm, delta_rms, saturated and
  /// dead.
  void select(std::string_view step_columns, std::string_view layer_columns);

  /// Makes `steps` updates and keeps a row of every `stride`-th, the first included (0: of none).
  /// Stops at the step that meets trouble, and makes none once there is any. Returns the number of
  /// rows in rows().
  Index run(Index steps, Index stride);
  /// One row for the next step's gradient, without making the step.
  Index probe();
  /// The rows of the last run or probe: row_size() numbers each. Valid until the next call.
  std::span<const double> rows() const { return rows_; }
  Index row_size() const { return trainer_.row_size(); }
  double step_count() const { return static_cast<double>(trainer_.step_count()); }

  /// {verdict, layer, gradient, learning, units (states), cause, remedies (keys, none to two),
  /// specimen (kind, or null), broken (the key of the number that shows what it breaks, or null),
  /// the numbers behind them, and trouble: {step, layer, tensor} if there
  /// is any}.
  Value diagnosis() const;

  /// {loss, accuracy, confusion} over "train" or "test".
  Value evaluate(std::string_view part);

  /// Outputs for inputs [rows][features]: [rows][outputs].
  std::span<const Scalar> predict(std::span<const Scalar> inputs);

  /// A copy of a tensor, row-major: a parameter ("W0"), its gradient ("gradient.W0") or last update
  /// ("update.W0"), values of the last batch ("z0", "u0", "a0", "delta0"), or data ("train.inputs",
  /// "train.answers", "test.inputs", "test.answers"), or what Trainer::delta_changes() says:
  /// "delta_changes", [layer][part]. Empty if there is none of that name.
  std::span<const Scalar> values(std::string_view name);

  /// All state as bytes; restore() continues from them, bit for bit. False, and nothing changed, if
  /// they are of another config or no longer what snapshot() gave.
  std::span<const std::uint8_t> snapshot();
  bool restore(std::span<const std::uint8_t> bytes);

  /// What depends on the rows that were asked for and not on training: when the test set is due,
  /// and the memory of the diagnosis. With a snapshot of the same moment, taken up after it, all
  /// rows and diagnoses to come are those of a run that never went back. False if they do not fit.
  std::span<const double> observations();
  bool take_up(std::span<const double> observations);

  /// Applies the reset method of the config now; returns how many units were reset.
  Index reset_units() { return trainer_.reset_units(); }

  const Trainer& trainer() const { return trainer_; }

 private:
  void see(std::span<const double> row);

  Trainer trainer_;
  Diagnostician diagnostician_;
  std::uint64_t fingerprint_;  // of the config
  std::vector<double> rows_;
  std::vector<double> observations_;
  std::vector<Scalar> values_;
  std::vector<std::uint8_t> bytes_;
};

/// [{path, message}]
Value write_errors(const ConfigErrors& errors);

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
