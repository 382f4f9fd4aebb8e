// The dense layer: z = W h + b, and what its units make of it.
#pragma once

#include "engine/nn/parts/product.hpp"
#include "engine/nn/parts/units.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

struct Dense {
  /// W, b, and those of the units.
  void tensors(const LayerSpec& spec, TensorList& list) const;
  const char* outside_mean_field(const LayerSpec& spec) const;

  class Pass {
   public:
    Pass(const Dense&, const LayerSpec& spec, LayerMemory& memory);

    const LayerValues& values() const { return values_; }
    std::span<const Signal> signals() const { return signals_; }
    bool forward(Mode mode) const { return run(values_, mode); }
    void predict(const Panels& in, const Panels& out) const;
    std::span<const Product> backward(const Panels* below) const;
    void trace_down(const Panels& x, DeltaTrace& trace) const;
    void trace_units(const Panels& x, DeltaTrace& trace) const;
    void slopes(const Panels& out) const { units_.slopes(values_, out); }
    void update_running() const { units_.update_running(values_); }

   private:
    bool run(const LayerValues& x, Mode mode) const;

    LayerValues values_;
    Units units_;
    Skip skip_;
    Product product_;
    std::array<Signal, 4> signals_;
  };
};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
