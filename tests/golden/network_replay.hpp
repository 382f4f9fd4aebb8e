// Replaying one recorded network: what is compared, and with which tolerance.
#pragma once

#include "tests/golden/network_case.hpp"
#include "tests/golden/report.hpp"

namespace golden {

double l2(const Numbers& x);
double sum(const Numbers& x);
double largest(const Numbers& x);
/// factor times |x|, element by element, |x| at least kFloor.
Numbers scaled(double factor, const Numbers& x);

/// Index of a column of the engine's statistics.
template <class Columns>
std::size_t column(const Columns& columns, std::string_view key) {
  std::size_t i = 0;
  while (i < columns.size() && columns[i].key != key) ++i;
  return i;
}

/// The statistics that the engine charts, of one step.
class Row {
 public:
  explicit Row(const gradscope::Trainer& trainer)
      : values_(static_cast<std::size_t>(trainer.row_size())) {}
  double* data() { return values_.data(); }
  double of_step(const char* key) const { return values_[column(gradscope::kStepColumns, key)]; }
  double of_layer(std::size_t l, const char* key) const {
    const std::size_t skipped =
        gradscope::kStepColumns.size() + l * gradscope::kLayerColumns.size();
    return values_[skipped + column(gradscope::kLayerColumns, key)];
  }

 private:
  Numbers values_;
};

class NetworkReplay {
 public:
  NetworkReplay(const Reader& c, const NetworkCase& network, CaseReport& out);
  void run();

 private:
  const gradscope::Layout& layout() const { return network_.run.layout; }
  std::size_t depth() const { return static_cast<std::size_t>(layout().depth()); }
  Numbers gradient(const std::string& name) const;

  /// A tolerance. Null means that float32 cannot reproduce the number: because the case leaves its
  /// range, and then float64 must, or because the number is rounding noise.
  double tolerance(const char* key) const;
  /// That of a final value: null also where the trajectory is not followed to its end.
  double final_tolerance(const char* key) const;
  /// Why running statistics, and what is evaluated with them, may differ. A bias in front of batch
  /// normalization has a gradient of pure rounding noise, and no tolerance; an optimizer that takes
  /// its sign turns that into steps of full size, which the running mean follows in float64 too.
  Error evaluation_error() const;

  // The first step, layer by layer.
  void first_step();
  void first_values(const Reader& init);
  void first_gradients(const Reader& init);
  void first_norm_gradients(const Reader& init);
  /// Small networks: every prediction and every weight's gradient.
  void first_step_in_full();

  /// Loss, gradient norms and learning rate of each step, before its update and before clipping.
  void train();
  struct Trajectory;
  void compare_step(const Row& row, const Trajectory& recorded, std::size_t t);

  // What training ends with.
  void final_step();
  void final_losses(const Reader& final);
  void final_parameters(const Reader& final);
  void final_running(const Reader& final);

  const Reader& c_;
  Reader tol_;
  const NetworkCase& network_;
  CaseReport& out_;
  gradscope::Trainer trainer_;
  double first_loss_ = 0;
};

}  // namespace golden
