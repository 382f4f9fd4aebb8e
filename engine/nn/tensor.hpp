// A trainable tensor as its layer describes it: shape, place, and what it starts from. Knows
// neither layers nor initialisers.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/core/scalar.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// Connections into and out of a weight matrix.
struct Fan {
  Index in;
  Index out;
};

/// What the numbers of a tensor start from.
enum class Start {
  kWeights,  ///< The run's initialiser.
  kBiases,   ///< What the initialiser has for biases, else 0; noise if the config asks for it.
  kConstant  ///< TensorSpec::value.
};

/// [rows][columns], row-major, at params[offset]. Vectors have one column. Rows belong to the units
/// of the layer, unless there is only one row.
struct TensorSpec {
  std::string name;  ///< "W0", "b0", "gamma0", "beta0", "alpha0", "W1", ...
  Index layer;
  Index rows;
  Index columns;
  Index offset;
  Start start;
  double value;          ///< With Start::kConstant.
  Fan fan;               ///< Of the weights; of biases, that of the weights beside them.
  std::uint64_t stream;  ///< Part of Purpose::kWeights that draws it.
  /// A weight matrix: the layer's statistics are about it, and L1 and L2 penalise it.
  bool is_matrix() const { return start == Start::kWeights; }
  Index size() const { return rows * columns; }
};

/// Where a layer says its tensors, in the order in which they lie in the array. The first one is
/// the matrix whose product is z; its biases follow.
class TensorList {
 public:
  /// Appends to `tensors`, whose last one ends at `end`.
  TensorList(Index layer, std::vector<TensorSpec>& tensors, Index& end)
      : tensors_(tensors), end_(end), layer_(layer) {}

  void weights(const char* letter, Fan fan);
  /// Biases beside the weights said last.
  void biases(const char* letter);
  void constant(const char* letter, Index rows, double value);

 private:
  void add(const char* letter, Index rows, Index columns, Start start, double value,
           std::uint64_t part);

  std::vector<TensorSpec>& tensors_;
  Index& end_;
  Index layer_;
  Fan fan_{1, 1};
  std::uint64_t products_ = 0;
};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
