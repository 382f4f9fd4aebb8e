// All that training needs, made from a config: data, layers, loss, optimizer. A test may also make
// one by hand.
#pragma once

#include "engine/data/batches.hpp"
#include "engine/nn/initializer.hpp"
#include "engine/nn/layout.hpp"
#include "engine/nn/loss.hpp"
#include "engine/optim/schedule.hpp"
#include "engine/optim/transform.hpp"
#include "engine/train/config.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

struct Run {
  std::uint64_t seed = 1;
  Split data;
  Layout layout{{LayerSpec{}}};
  Initializer initializer{};
  double bias_std = 0;
  Loss loss{};
  Encoding encoding{};
  Index batch = 1;
  Order order = Order::kShuffled;
  double l1 = 0;  ///< Penalties on weight matrices: l1 sum |W| + l2/2 sum W^2.
  double l2 = 0;
  std::vector<Transform> update;
  LearningRate learning_rate{};
  Reset reset{};
  std::int64_t test_every = 0;
  bool keep_da = false;  ///< Keep dL/da of every layer apart from delta.
};

/// The config must be free of faults.
Run make_run(const Config& config);

/// The loss of a config: its own, or what suits its data.
Loss loss_of(const Config& config);

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
