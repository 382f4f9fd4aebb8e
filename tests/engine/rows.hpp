// Rows of statistics and the arrays behind them, for tests of whole runs. Holds no tests.
#pragma once

#include <map>

#include "tests/engine/runs.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// A view of a session is only valid until the next call.
template <class T>
std::vector<double> copy(std::span<const T> view) {
  return {view.begin(), view.end()};
}

inline std::vector<std::uint8_t> copy_bytes(Session& session) {
  const auto bytes = session.snapshot();
  return {bytes.begin(), bytes.end()};
}

/// The Euclidean norm, the slow way.
template <class Numbers>
double length(const Numbers& x) {
  double sum = 0;
  for (const auto v : x) sum += static_cast<double>(v) * static_cast<double>(v);
  return std::sqrt(sum);
}

/// "loss", or "layer.delta_rms" for any layer: the name of place i of a row.
inline std::string column_key(std::size_t i) {
  if (i < kStepColumns.size()) return kStepColumns[i].key;
  return std::string("layer.") +
         kLayerColumns[(i - kStepColumns.size()) % kLayerColumns.size()].key;
}

/// True for columns that a probe cannot know, because it makes no update: what the update did, and
/// what is measured behind it.
inline bool shows_update(std::size_t i) {
  const std::string key = column_key(i);
  return key == "clipped_norm" || key == "test_loss" || key == "test_accuracy" ||
         key == "layer.update_ratio" || key == "layer.weight_rms";
}

/// The rows of some steps of a session, each as a vector.
inline std::vector<std::vector<double>> rows_of(Session& session, Index steps, Index stride = 1) {
  const auto count = static_cast<std::size_t>(session.run(steps, stride));
  const auto size = static_cast<std::size_t>(session.row_size());
  std::vector<std::vector<double>> rows;
  for (std::size_t i = 0; i < count; ++i) {
    const auto begin = session.rows().begin() + static_cast<std::ptrdiff_t>(i * size);
    rows.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(size));
  }
  return rows;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
