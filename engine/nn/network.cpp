// The passes of a network, layer by layer.
// Hot: -O2 in the module.
#include "engine/nn/network.hpp"

#include <cassert>

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

[[gnu::cold]] Network::Network(const Layout& layout, Index batch, NetworkArrays arrays,
                               bool keep_da)
    : layout_(layout), input_(pool_.make(batch, layout.inputs())), output_(input_) {
  Index most_rows = 0;
  for (const TensorSpec& t : layout.tensors()) most_rows = max(most_rows, t.rows);
  zeros_.assign(static_cast<std::size_t>(most_rows), 0);
  [[maybe_unused]] const Scalar* running = arrays.running;
  for (Index l = 0; l < layout.depth(); ++l) {
    const LayerSpec& spec = layout_.layers()[static_cast<std::size_t>(l)];
    LayerMemory memory{pool_, batch, keep_da, output_, zeros_.data(), arrays, layout_.tensors(l)};
    visit_active(
        [&](const auto& kind) {
          using Pass = typename std::decay_t<decltype(kind)>::Pass;
          passes_.push_back(
              std::make_unique<LayerPass>(std::in_place_type<Pass>, kind, spec, memory));
        },
        spec.kind);
    output_ = layer(l).a;
    da_.push_back(layer(l).da);
  }
  assert(arrays.running - running == layout.running_count());  // layers took what the layout has
  for (Panels& s : scratch_) s = pool_.make(kPanel, layout.widest());
}

const LayerValues& Network::layer(Index l) const {
  return visit_active([](const auto& p) -> const LayerValues& { return p.values(); }, pass(l));
}

std::span<const Signal> Network::signals(Index l) const {
  return visit_active([](const auto& p) { return p.signals(); }, pass(l));
}

bool Network::forward(std::int64_t step) {
  bool good = true;
  for (Index l = 0; l < layout_.depth(); ++l) good = forward_layer(l, step) && good;
  return good;
}

bool Network::forward_layer(Index l, std::int64_t step) {
  return visit_active([&](const auto& p) { return p.forward({true, step}); }, pass(l));
}

std::span<const Product> Network::backward_layer(Index l) {
  const Panels* below = l > 0 ? &da_[static_cast<std::size_t>(l - 1)] : nullptr;
  return visit_active([&](const auto& p) { return p.backward(below); }, pass(l));
}

[[gnu::cold]] DeltaChange Network::delta_change(Index l, const Panels& room) const {
  DeltaTrace trace(layer(l + 1).delta);
  const Panels x = room.shaped_like(layer(l).delta);
  visit_active([&](const auto& p) { p.trace_down(x, trace); }, pass(l + 1));
  visit_active([&](const auto& p) { p.trace_units(x, trace); }, pass(l));
  return trace.change();
}

void Network::slopes(Index l, const Panels& out) const {
  visit_active([&](const auto& p) { p.slopes(out); }, pass(l));
}

void Network::update_running_statistics() {
  if (layout_.running_count() == 0) return;
  for (Index l = 0; l < layout_.depth(); ++l) {
    visit_active([](const auto& p) { p.update_running(); }, pass(l));
  }
}

void Network::predict(const Panels& in, const Panels& out) {
  const Index last = layout_.depth() - 1;
  for (Index i = 0; i < in.count(); ++i) {
    Panels h{in.panel(i), kPanel, in.features, in.stride};
    for (Index l = 0; l <= last; ++l) {
      Panels y = scratch_[static_cast<std::size_t>(l % 2)];
      if (l == last) y.data = out.panel(i);
      y.features = layout_.layers()[static_cast<std::size_t>(l)].out;
      visit_active([&](const auto& p) { p.predict(h, y); }, pass(l));
      h = y;
    }
  }
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
