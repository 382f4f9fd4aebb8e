// Lays the tensors of a network end to end, and finds them again.
#include "engine/nn/layout.hpp"

#include <cassert>

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

// Parts of the stream of random numbers: part of every link ever shared.
constexpr std::uint64_t kBiases = std::uint64_t{1} << 32;
constexpr std::uint64_t kProduct = std::uint64_t{1} << 33;

}  // namespace

void TensorList::weights(const char* letter, Fan fan) {
  fan_ = fan;
  add(letter, fan.out, fan.in, Start::kWeights, 0, kProduct * products_++);
}

void TensorList::biases(const char* letter) {
  add(letter, fan_.out, 1, Start::kBiases, 0, kProduct * (products_ - 1) + kBiases);
}

void TensorList::constant(const char* letter, Index rows, double value) {
  add(letter, rows, 1, Start::kConstant, value, 0);
}

void TensorList::add(const char* letter, Index rows, Index columns, Start start, double value,
                     std::uint64_t part) {
  tensors_.push_back({letter + std::to_string(layer_), layer_, rows, columns, end_, start, value,
                      fan_, static_cast<std::uint64_t>(layer_) + part});
  end_ += rows * columns;
}

BoundTensor LayerMemory::find(const char* letter) const {
  for (const TensorSpec& t : tensors) {
    if (t.name == letter + std::to_string(t.layer)) {
      return {&t, arrays.params + t.offset, arrays.gradient + t.offset};
    }
  }
  return {};
}

Layout::Layout(std::vector<LayerSpec> layers) : layers_(std::move(layers)) {
  for (const LayerSpec& layer : layers_) {
    assert(!layer.residual || layer.in == layer.out);
    TensorList list(static_cast<Index>(first_.size()) - 1, tensors_, parameter_count_);
    visit_active([&](const auto& kind) { kind.tensors(layer, list); }, layer.kind);
    first_.push_back(tensors_.size());
    if (is_batch(layer.normalization)) running_count_ += 2 * layer.out;
  }
}

Index Layout::widest() const {
  Index widest = inputs();
  for (const LayerSpec& layer : layers_) widest = max(widest, layer.out);
  return widest;
}

Index Layout::largest() const {
  Index largest = 0;
  for (Index l = 0; l < depth(); ++l) {
    const std::span<const TensorSpec> of = tensors(l);
    largest = max(largest, of.back().offset + of.back().size() - of.front().offset);
  }
  return largest;
}

const TensorSpec* Layout::find(std::string_view name) const {
  for (const TensorSpec& t : tensors_) {
    if (t.name == name) return &t;
  }
  return nullptr;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
