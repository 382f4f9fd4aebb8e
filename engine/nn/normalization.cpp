// Batch and layer normalization on panels, forwards and backwards.
// Hot: -O2 in the module.
#include "engine/nn/normalization.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

/// Sum of term(row) over the real rows of a batch, in double.
template <class Term>
double sum_rows(Index rows, Term&& term) {
  double sum = 0;
  for (Index row = 0; row < rows; ++row) sum += term(row);
  return sum;
}

double value(const Panels& x, Index row, Index f) { return static_cast<double>(x.at(row, f)); }

/// Runs body(pointer offset) over all vectors of feature f.
template <class Body>
void for_each_vector(const Panels& shape, Index f, Body&& body) {
  for (Index p = 0; p < shape.count(); ++p) {
    for (Index s = 0; s < kPanel; s += kLanes) body(p, f * kPanel + s);
  }
}

}  // namespace

void batch_norm_forward(const Panels& x, double epsilon, Affine affine, const NormTape& tape,
                        const Panels& y) {
  const auto n = static_cast<double>(x.rows);
  for (Index f = 0; f < x.features; ++f) {
    const double mean = sum_rows(x.rows, [&](Index row) { return value(x, row, f); }) / n;
    const double variance = sum_rows(x.rows,
                                     [&](Index row) {
                                       const double c = value(x, row, f) - mean;
                                       return c * c;
                                     }) /
                            n;
    tape.mean[f] = mean;
    tape.variance[f] = variance;
    tape.inverse_std[f] = static_cast<Scalar>(1 / std::sqrt(variance + epsilon));
    const Vec m = splat<Vec>(mean);
    const Vec r = broadcast(tape.inverse_std[f]);
    const Vec gamma = broadcast(affine.gamma[f]);
    const Vec beta = broadcast(affine.beta[f]);
    for_each_vector(x, f, [&](Index p, Index i) {
      const Vec xhat = (load(x.panel(p) + i) - m) * r;
      store(tape.xhat.panel(p) + i, xhat);
      store(y.panel(p) + i, gamma * xhat + beta);
    });
  }
}

void batch_norm_backward(const Panels& dy, Affine affine, const NormTape& tape, const Panels& dx,
                         Scalar* d_gamma, Scalar* d_beta) {
  const auto n = static_cast<double>(dy.rows);
  for (Index f = 0; f < dy.features; ++f) {
    const double sum = sum_rows(dy.rows, [&](Index row) { return value(dy, row, f); });
    const double dot =
        sum_rows(dy.rows, [&](Index row) { return value(dy, row, f) * value(tape.xhat, row, f); });
    d_gamma[f] = static_cast<Scalar>(dot);
    d_beta[f] = static_cast<Scalar>(sum);
    const Vec mean = splat<Vec>(sum / n);
    const Vec slope = splat<Vec>(dot / n);
    const Vec factor = broadcast(affine.gamma[f] * tape.inverse_std[f]);
    for_each_vector(dy, f, [&](Index p, Index i) {
      const Vec xhat = load(tape.xhat.panel(p) + i);
      store(dx.panel(p) + i, factor * (load(dy.panel(p) + i) - mean - xhat * slope));
    });
  }
  dx.pad(true);
}

void layer_norm_forward(const Panels& x, double epsilon, Affine affine, const NormTape& tape,
                        const Panels& y) {
  const Vec share = splat<Vec>(1 / static_cast<double>(x.features));
  for (Index p = 0; p < x.count(); ++p) {
    for (Index s = 0; s < kPanel; s += kLanes) {
      const auto in = [&](Index f) { return load(x.panel(p) + f * kPanel + s); };
      Vec mean = {};
      for (Index f = 0; f < x.features; ++f) mean += in(f);
      mean *= share;
      Vec variance = {};
      for (Index f = 0; f < x.features; ++f) variance += (in(f)-mean) * (in(f)-mean);
      const Vec r = splat<Vec>(1) / sqrt(variance * share + splat<Vec>(epsilon));
      store(tape.inverse_std + p * kPanel + s, r);
      for (Index f = 0; f < x.features; ++f) {
        const Vec xhat = (in(f)-mean) * r;
        store(tape.xhat.panel(p) + f * kPanel + s, xhat);
        store(y.panel(p) + f * kPanel + s,
              broadcast(affine.gamma[f]) * xhat + broadcast(affine.beta[f]));
      }
    }
  }
}

void layer_norm_backward(const Panels& dy, Affine affine, const NormTape& tape, const Panels& dx,
                         Scalar* d_gamma, Scalar* d_beta) {
  for (Index f = 0; f < dy.features; ++f) {
    d_gamma[f] = static_cast<Scalar>(
        sum_rows(dy.rows, [&](Index row) { return value(dy, row, f) * value(tape.xhat, row, f); }));
    d_beta[f] =
        static_cast<Scalar>(sum_rows(dy.rows, [&](Index row) { return value(dy, row, f); }));
  }
  const Vec share = splat<Vec>(1 / static_cast<double>(dy.features));
  for (Index p = 0; p < dy.count(); ++p) {
    for (Index s = 0; s < kPanel; s += kLanes) {
      const auto d = [&](Index f) {
        return load(dy.panel(p) + f * kPanel + s) * broadcast(affine.gamma[f]);
      };
      const auto xhat = [&](Index f) { return load(tape.xhat.panel(p) + f * kPanel + s); };
      Vec sum = {};
      Vec dot = {};
      for (Index f = 0; f < dy.features; ++f) {
        sum += d(f);
        dot += d(f) * xhat(f);
      }
      const Vec r = load(tape.inverse_std + p * kPanel + s);
      for (Index f = 0; f < dy.features; ++f) {
        store(dx.panel(p) + f * kPanel + s, r * (d(f) - sum * share - xhat(f) * (dot * share)));
      }
    }
  }
}

void batch_norm_predict(const Panels& x, double epsilon, Affine affine, const Scalar* running_mean,
                        const Scalar* running_variance, const Panels& y) {
  for (Index f = 0; f < x.features; ++f) {
    const Vec m = broadcast(running_mean[f]);
    const Vec r = splat<Vec>(1 / std::sqrt(static_cast<double>(running_variance[f]) + epsilon));
    for_each_vector(x, f, [&](Index p, Index i) {
      store(y.panel(p) + i, broadcast(affine.gamma[f]) * ((load(x.panel(p) + i) - m) * r) +
                                broadcast(affine.beta[f]));
    });
  }
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
