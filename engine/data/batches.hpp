// Which samples a step sees, and writing them into a network's panels.
#pragma once

#include <vector>

#include "engine/core/panels.hpp"
#include "engine/data/dataset.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

enum class Order { kShuffled, kSequential };

/// The stream of samples: step t takes places t * batch ... t * batch + batch - 1 of it. Each epoch
/// (once through the data) is a new permutation, or the order as it is; a batch may straddle two
/// epochs. Nothing is remembered: any step can be asked for.
class Batches {
 public:
  Batches(Index rows, Index batch, Order order, std::uint64_t seed);

  Index batch() const { return static_cast<Index>(chosen_.size()); }
  /// The samples of a step. Returns false if they are those of the last call.
  bool choose(std::int64_t step);
  const std::vector<Index>& chosen() const { return chosen_; }

 private:
  void permute(std::int64_t epoch);

  Index rows_;
  bool shuffled_;
  std::uint64_t seed_;
  std::int64_t epoch_ = -1;
  std::vector<Index> permutation_;
  std::vector<Index> chosen_;
};

/// Copies the inputs of those samples and pads the last panel.
void load_inputs(const Dataset& data, const std::vector<Index>& samples, const Panels& inputs);

/// How answers become targets. Without one_hot they are copied. With it, column c is `on` for class
/// c and `off` for the others; a single column asks for class 1.
struct Encoding {
  bool one_hot = false;
  double off = 0;
  double on = 1;
};

void load_targets(const Dataset& data, const std::vector<Index>& samples, Encoding encoding,
                  const Panels& targets);

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
