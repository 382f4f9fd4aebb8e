// The passes of a network, layer by layer, in the notation of layout.hpp.
// Hot: -O2 in the module.
#include "engine/nn/network.hpp"

#include "engine/core/rng.hpp"

namespace gradscope::inline GRADSCOPE_PRECISION {

namespace {

/// Runs body(offset) over every vector of a set of panels of equal shape.
template <class Body>
void for_each_vector(const Panels& shape, Body&& body) {
  const Index size = shape.features * kPanel;
  for (Index begin = 0; begin < shape.count() * shape.stride; begin += shape.stride) {
    for (Index i = begin; i < begin + size; i += kLanes) body(i);
  }
}

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
  std::visit(
      [&](auto phi) {
        if constexpr (requires { phi.parameter_slope(Scalar{}); }) {
          phi.alpha = static_cast<double>(*alpha);
        }
        f(phi);
      },
      activation);
}

}  // namespace

Network::Network(const Layout& layout, Index batch, NetworkArrays arrays, bool keep_da)
    : layout_(layout), arrays_(arrays) {
  const auto depth = static_cast<std::size_t>(layout.depth());
  layers_.resize(depth);
  inverse_std_.resize(depth);
  batch_statistics_.resize(depth);
  layers_[0].in = pool_.make(batch, layout.inputs());
  Index widest = layout.inputs();
  for (Index l = 0; l < layout.depth(); ++l) {
    connect(l, batch, keep_da);
    widest = max(widest, spec(l).out);
  }
  no_bias_.assign(static_cast<std::size_t>(widest), 0);
  for (Panels& s : scratch_) s = pool_.make(kPanel, widest);
  Index at = 0;
  for (Index l = 0; l < layout.depth(); ++l) {
    if (!is_batch(spec(l).normalization)) continue;
    for (Index f = 0; f < spec(l).out; ++f) arrays_.running[at + spec(l).out + f] = 1;
    at += 2 * spec(l).out;
  }
}

void Network::connect(Index l, Index batch, bool keep_da) {
  const LayerSpec& s = spec(l);
  LayerValues& x = values(l);
  const auto i = static_cast<std::size_t>(l);
  const bool normalizes = !is_none(s.normalization);
  const bool pre = comes_before_activation(s.normalization);
  const bool combines = s.dropout > 0 || s.residual;
  if (l > 0) x.in = values(l - 1).a;
  x.z = pool_.make(batch, s.out);
  x.u = pre ? pool_.make(batch, s.out) : x.z;
  x.v = pool_.make(batch, s.out);
  x.w = normalizes && !pre ? pool_.make(batch, s.out) : x.v;
  x.a = combines ? pool_.make(batch, s.out) : x.w;
  x.delta = pool_.make(batch, s.out);
  x.da = keep_da || s.residual ? pool_.make(batch, s.out) : x.delta;
  if (s.dropout > 0) x.mask = pool_.make(batch, s.out);
  if (!normalizes) return;
  x.norm.xhat = pool_.make(batch, s.out);
  inverse_std_[i].resize(static_cast<std::size_t>(max(s.out, x.z.count() * kPanel)));
  x.norm.inverse_std = inverse_std_[i].data();
  if (!is_batch(s.normalization)) return;
  batch_statistics_[i].resize(static_cast<std::size_t>(2 * s.out));
  x.norm.mean = batch_statistics_[i].data();
  x.norm.variance = x.norm.mean + s.out;
}

Scalar* Network::parameter(Index l, Role role) const {
  const TensorSpec* t = layout_.find(l, role);
  return t == nullptr ? nullptr : arrays_.params + t->offset;
}

Scalar* Network::gradient_of(Index l, Role role) const {
  const TensorSpec* t = layout_.find(l, role);
  return t == nullptr ? nullptr : arrays_.gradient + t->offset;
}

const Scalar* Network::bias(Index l) const {
  return spec(l).bias ? parameter(l, Role::kBias) : no_bias_.data();
}

Affine Network::affine(Index l) const {
  return {parameter(l, Role::kGamma), parameter(l, Role::kBeta)};
}

Scalar* Network::running_mean(Index l) const {
  Index at = 0;
  for (Index k = 0; k < l; ++k) {
    if (is_batch(spec(k).normalization)) at += 2 * spec(k).out;
  }
  return arrays_.running + at;
}

double Network::norm_epsilon(Index l) const {
  const Normalization& n = spec(l).normalization;
  if (const auto* b = std::get_if<BatchNorm>(&n)) return b->epsilon;
  return std::get<LayerNorm>(n).epsilon;
}

void Network::draw_mask(Index l, std::int64_t step) {
  const LayerSpec& s = spec(l);
  const Panels& mask = values(l).mask;
  const Stream stream(s.mask.key + s.mask.stride * static_cast<std::uint64_t>(step));
  const auto keep = static_cast<Scalar>(1 / (1 - s.dropout));
  for (Index row = 0; row < mask.rows; ++row) {
    for (Index f = 0; f < mask.features; ++f) {
      const auto i = static_cast<std::uint64_t>(row * mask.features + f);
      mask.at(row, f) = stream.fraction(i) >= s.dropout ? keep : Scalar{0};
    }
  }
  mask.pad(false);
}

void Network::normalize(Index l, const Panels& x, const Panels& y) {
  const auto forward = is_batch(spec(l).normalization) ? batch_norm_forward : layer_norm_forward;
  forward(x, norm_epsilon(l), affine(l), values(l).norm, y);
}

void Network::normalize_backward(Index l, const Panels& dy) {
  const auto backward = is_batch(spec(l).normalization) ? batch_norm_backward : layer_norm_backward;
  backward(dy, affine(l), values(l).norm, values(l).delta, gradient_of(l, Role::kGamma),
           gradient_of(l, Role::kBeta));
}

// x - x is 0 for every finite x and NaN otherwise; a bounded activation would hide the infinity.
bool Network::activate(Index l, const Panels& u, const Panels& v) const {
  bool good = true;
  with_activation(spec(l).activation, parameter(l, Role::kAlpha), [&](const auto& phi) {
    detail::Int<Vec> odd = {};  // local, so that it stays in a register
    map_vectors(u, v, [&](Vec x) {
      odd |= bits_as<detail::Int<Vec>>(x - x);
      return phi.value(x);
    });
    for (Index i = 0; i < kLanes; ++i) good = good && odd[i] == 0;
  });
  return good;
}

void Network::slopes(Index l, const Panels& out) const {
  const LayerValues& x = layer(l);
  with_activation(spec(l).activation, parameter(l, Role::kAlpha), [&](const auto& phi) {
    for_each_vector(x.u, [&](Index i) {
      store(out.data + i, phi.slope(load(x.u.data + i), load(x.v.data + i)));
    });
  });
}

bool Network::forward(std::int64_t step) {
  bool good = true;
  for (Index l = 0; l < layout_.depth(); ++l) good = forward_layer(l, step) && good;
  return good;
}

bool Network::forward_layer(Index l, std::int64_t step) {
  const LayerSpec& s = spec(l);
  const LayerValues& x = values(l);
  const Scalar* w = parameter(l, Role::kWeight);
  for (Index p = 0; p < x.z.count(); ++p) {
    dense_forward(w, bias(l), s.in, s.out, x.in.panel(p), x.z.panel(p));
  }
  const bool pre = comes_before_activation(s.normalization);
  if (pre) normalize(l, x.z, x.u);
  const bool good = activate(l, x.u, x.v);
  if (!is_none(s.normalization) && !pre) normalize(l, x.v, x.w);
  if (s.dropout > 0) {
    draw_mask(l, step);
    for_each_vector(x.a, [&](Index i) {
      const Vec d = load(x.w.data + i) * load(x.mask.data + i);
      store(x.a.data + i, s.residual ? load(x.in.data + i) + d : d);
    });
  } else if (s.residual) {
    for_each_vector(
        x.a, [&](Index i) { store(x.a.data + i, load(x.in.data + i) + load(x.w.data + i)); });
  }
  return good;
}

void Network::backward_activation(Index l) {
  const LayerSpec& s = spec(l);
  const LayerValues& x = values(l);
  Panels from = x.da;
  if (s.dropout > 0) {
    for_each_vector(from, [&](Index i) {
      store(x.delta.data + i, load(from.data + i) * load(x.mask.data + i));
    });
    from = x.delta;
  }
  const bool pre = comes_before_activation(s.normalization);
  if (!is_none(s.normalization) && !pre) {
    normalize_backward(l, from);
    from = x.delta;
  }
  with_activation(s.activation, parameter(l, Role::kAlpha), [&](const auto& phi) {
    if constexpr (requires { phi.parameter_slope(Scalar{}); }) {
      double sum = 0;
      for (Index row = 0; row < from.rows; ++row) {
        for (Index f = 0; f < from.features; ++f) {
          sum += static_cast<double>(from.at(row, f)) *
                 static_cast<double>(phi.parameter_slope(x.u.at(row, f)));
        }
      }
      *gradient_of(l, Role::kAlpha) = static_cast<Scalar>(sum);
    }
    const Scalar* u = x.u.data;
    const Scalar* v = x.v.data;
    const Scalar* da = from.data;
    Scalar* delta = x.delta.data;
    for_each_vector(from, [&](Index i) {
      store(delta + i, load(da + i) * phi.slope(load(u + i), load(v + i)));
    });
  });
  if (pre) normalize_backward(l, x.delta);
}

void Network::backward_data(Index l) {
  const LayerSpec& s = spec(l);
  const LayerValues& x = values(l);
  const Panels& below = values(l - 1).da;
  const Scalar* w = parameter(l, Role::kWeight);
  for (Index p = 0; p < x.delta.count(); ++p) {
    dense_backward_data(w, s.in, s.out, x.delta.panel(p), s.residual ? x.da.panel(p) : nullptr,
                        below.panel(p));
  }
}

void Network::update_running_statistics() {
  for (Index l = 0; l < layout_.depth(); ++l) {
    const auto* norm = std::get_if<BatchNorm>(&spec(l).normalization);
    if (norm == nullptr) continue;
    const LayerValues& x = values(l);
    const auto n = static_cast<double>(x.z.rows);
    Scalar* mean = running_mean(l);
    Scalar* variance = mean + spec(l).out;
    for (Index f = 0; f < spec(l).out; ++f) {
      const double unbiased = x.norm.variance[f] * n / (n - 1);
      const auto blend = [&](Scalar old, double batch) {
        return static_cast<Scalar>((1 - norm->momentum) * static_cast<double>(old) +
                                   norm->momentum * batch);
      };
      mean[f] = blend(mean[f], x.norm.mean[f]);
      variance[f] = blend(variance[f], unbiased);
    }
  }
}

void Network::predict(const Panels& in, const Panels& out) {
  for (Index p = 0; p < in.count(); ++p) predict_panel(in.panel(p), out.panel(p));
}

void Network::predict_panel(const Scalar* in, Scalar* out) {
  const Scalar* h = in;
  for (Index l = 0; l < layout_.depth(); ++l) {
    const LayerSpec& s = spec(l);
    const bool last = l + 1 == layout_.depth();
    Panels y = scratch_[static_cast<std::size_t>(l % 2)];
    y.features = s.out;
    dense_forward(parameter(l, Role::kWeight), bias(l), s.in, s.out, h, y.data);
    const auto normalized = [&] {
      if (is_batch(s.normalization)) {
        const Scalar* mean = running_mean(l);
        batch_norm_predict(y, norm_epsilon(l), affine(l), mean, mean + s.out, y);
      } else {
        std::array<Scalar, kPanel> inverse_std;
        Panels xhat = scratch_[2];
        xhat.features = s.out;
        layer_norm_forward(y, norm_epsilon(l), affine(l), {xhat, inverse_std.data()}, y);
      }
    };
    const bool pre = comes_before_activation(s.normalization);
    if (pre) normalized();
    activate(l, y, y);
    if (!is_none(s.normalization) && !pre) normalized();
    if (s.residual) {
      for_each_vector(y, [&](Index i) { store(y.data + i, load(y.data + i) + load(h + i)); });
    }
    if (last) {
      for_each_vector(y, [&](Index i) { store(out + i, load(y.data + i)); });
    }
    h = y.data;
  }
}

}  // namespace gradscope::inline GRADSCOPE_PRECISION
