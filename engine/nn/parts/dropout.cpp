// Masks of dropout, and the products with them.
// Hot: -O2 in the module.
#include "engine/nn/parts/dropout.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

void Dropout::draw_mask(std::int64_t step) const {
  const Stream stream(key_.key + key_.stride * static_cast<std::uint64_t>(step));
  const auto keep = static_cast<Scalar>(1 / (1 - rate_));
  for (Index row = 0; row < mask_.rows; ++row) {
    for (Index f = 0; f < mask_.features; ++f) {
      const auto i = static_cast<std::uint64_t>(row * mask_.features + f);
      mask_.at(row, f) = stream.fraction(i) >= rate_ ? keep : Scalar{0};
    }
  }
  mask_.pad(false);
}

void Dropout::forward(const Panels& w, const Panels& d, std::int64_t step) const {
  draw_mask(step);
  backward(w, d);  // the same product
}

void Dropout::backward(const Panels& dd, const Panels& dw) const {
  for_each_vector(dd,
                  [&](Index i) { store(dw.data + i, load(dd.data + i) * load(mask_.data + i)); });
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
