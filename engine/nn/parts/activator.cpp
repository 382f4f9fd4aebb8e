// Activations over panels, two vectors at a time.
// Hot: -O2 in the module.
#include "engine/nn/parts/activator.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

/// to = f(from), two vectors at a time: they share the constants that f loads (tanh: 1.1 times as
/// fast).
template <class F>
void map_vectors(const Panels& from, const Panels& to, F&& f) {
  const Scalar* source = from.data;  // local: the compiler must assume that a store moves from.data
  Scalar* result = to.data;
  const Index size = from.features * kPanel;
  for (Index begin = 0; begin < from.count() * from.stride; begin += from.stride) {
    for (Index i = begin; i < begin + size; i += 2 * kLanes) {
      const Vec y0 = f(load(source + i));
      const Vec y1 = f(load(source + i + kLanes));
      store(result + i, y0);
      store(result + i + kLanes, y1);
    }
  }
}

/// Calls f(phi) with the activation of a layer; a trained slope is read from `alpha`.
template <class F>
void with_activation(const Activation& activation, const Scalar* alpha, F&& f) {
  visit_active(
      [&](auto phi) {
        if constexpr (requires { phi.parameter_slope(Scalar{}); }) {
          phi.alpha = static_cast<double>(*alpha);
        }
        f(phi);
      },
      activation);
}

}  // namespace

void Activator::tensors(const Activation& phi, TensorList& list) {
  visit_active(
      [&](const auto& p) {
        if constexpr (requires { p.parameter_slope(Scalar{}); }) list.constant("alpha", 1, p.alpha);
      },
      phi);
}

// x - x is 0 for every finite x and NaN otherwise; a bounded activation would hide the infinity.
bool Activator::forward(const Panels& u, const Panels& v) const {
  bool good = true;
  with_activation(phi_, alpha_.param, [&](const auto& phi) {
    detail::Int<Vec> odd = {};  // local, so that it stays in a register
    map_vectors(u, v, [&](Vec x) {
      odd |= bits_as<detail::Int<Vec>>(x - x);
      return phi.value(x);
    });
    for (Index i = 0; i < kLanes; ++i) good = good && odd[i] == 0;
  });
  return good;
}

void Activator::multiply_by_slope(const Panels& u_panels, const Panels& v_panels,
                                  const Panels& dv_panels, const Panels& delta_panels) const {
  with_activation(phi_, alpha_.param, [&](const auto& phi) {
    const Scalar* u = u_panels.data;
    const Scalar* v = v_panels.data;
    const Scalar* dv = dv_panels.data;
    Scalar* delta = delta_panels.data;
    for_each_vector(dv_panels, [&](Index i) {
      store(delta + i, load(dv + i) * phi.slope(load(u + i), load(v + i)));
    });
  });
}

void Activator::backward(const Panels& u, const Panels& v, const Panels& dv,
                         const Panels& delta) const {
  with_activation(phi_, alpha_.param, [&](const auto& phi) {
    if constexpr (requires { phi.parameter_slope(Scalar{}); }) {
      double sum = 0;
      for (Index row = 0; row < dv.rows; ++row) {
        for (Index f = 0; f < dv.features; ++f) {
          sum += static_cast<double>(dv.at(row, f)) *
                 static_cast<double>(phi.parameter_slope(u.at(row, f)));
        }
      }
      *alpha_.gradient = static_cast<Scalar>(sum);
    }
  });
  multiply_by_slope(u, v, dv, delta);
}

// A product with ones: a loop for each activation would be the same one again, 1 kB gzipped.
void Activator::slopes(const Panels& u, const Panels& v, const Panels& out) const {
  for_each_vector(out, [&](Index i) { store(out.data + i, broadcast(1)); });
  multiply_by_slope(u, v, out, out);
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
