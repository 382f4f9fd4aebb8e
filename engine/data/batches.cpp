// Permutations per epoch (Fisher and Yates 1938, from the epoch's own stream) and copying samples.
#include "engine/data/batches.hpp"

#include <numeric>
#include <utility>

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

Batches::Batches(Index rows, Index batch, Order order, std::uint64_t seed)
    : rows_(rows), shuffled_(order == Order::kShuffled && batch != rows), seed_(seed) {
  permutation_.resize(static_cast<std::size_t>(rows));
  std::iota(permutation_.begin(), permutation_.end(), Index{0});
  chosen_.assign(static_cast<std::size_t>(batch), -1);
}

void Batches::permute(std::int64_t epoch) {
  if (epoch == epoch_) return;
  epoch_ = epoch;
  std::iota(permutation_.begin(), permutation_.end(), Index{0});
  const Stream stream = Stream::of(seed_, Purpose::kBatches, static_cast<std::uint64_t>(epoch));
  for (std::size_t i = permutation_.size(); i > 1; --i) {
    std::swap(permutation_[i - 1], permutation_[static_cast<std::size_t>(stream.below(i, i))]);
  }
}

bool Batches::choose(std::int64_t step) {
  const bool everything = batch() == rows_;  // never shuffled, so every step takes the same
  if (everything && chosen_.front() == 0) return false;
  bool changed = false;
  for (std::size_t i = 0; i < chosen_.size(); ++i) {
    const std::int64_t place = step * batch() + static_cast<std::int64_t>(i);
    if (shuffled_) permute(place / rows_);
    const Index sample = permutation_[static_cast<std::size_t>(place % rows_)];
    changed = changed || sample != chosen_[i];
    chosen_[i] = sample;
  }
  return changed;
}

void load_inputs(const Dataset& data, const std::vector<Index>& samples, const Panels& inputs) {
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const Scalar* row = data.inputs.data() + samples[i] * data.features;
    Scalar* to = &inputs.at(static_cast<Index>(i), 0);
    for (Index f = 0; f < data.features; ++f) to[f * kPanel] = row[f];
  }
  inputs.pad(false);
}

void load_targets(const Dataset& data, const std::vector<Index>& samples, Encoding encoding,
                  const Panels& targets) {
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const auto row = static_cast<Index>(i);
    const Scalar* answer = data.answers.data() + samples[i] * data.answer_columns;
    for (Index c = 0; c < targets.features; ++c) {
      const Index asked = targets.features == 1 ? 1 : c;
      const bool hit = static_cast<Index>(*answer) == asked;
      targets.at(row, c) =
          encoding.one_hot ? static_cast<Scalar>(hit ? encoding.on : encoding.off) : answer[c];
    }
  }
  targets.pad(false);
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
