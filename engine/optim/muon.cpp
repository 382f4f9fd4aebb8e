// Muon: momentum, orthogonalised by Newton-Schulz steps made of the dense-layer products.
#include <algorithm>

#include "engine/core/kernels.hpp"
#include "engine/optim/transform.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

/// X <- a X + (b M + c M^2) X with M = X X^T: pushes every singular value towards 1. X is in
/// panels, features x samples with the features on the shorter side, so M is the weight-gradient
/// product of X with itself.
class NewtonSchulz {
 public:
  NewtonSchulz(Index rows, Index columns, Scalar* scratch)
      : wide_(rows <= columns),
        columns_(columns),
        side_(min(rows, columns)),
        length_(max(rows, columns)) {
    for (Panels* p : {&x_, &mx_, &mmx_}) {
      *p = {scratch, length_, side_, side_ * kPanel};
      scratch += p->count() * p->stride;
    }
    gram_ = scratch;
    zeros_ = scratch + side_ * side_;
  }

  static Index scratch_size(Index rows, Index columns) {
    const Panels p{nullptr, max(rows, columns), min(rows, columns), min(rows, columns) * kPanel};
    return 3 * p.count() * p.stride + p.features * p.features + p.features;
  }

  /// Orthogonalises `matrix`, [rows][columns] row-major, in place.
  void run(Scalar* matrix, std::int64_t steps) const {
    const double norm = std::sqrt(sum_of_squares(matrix, side_ * length_)) + 1e-7;
    for_each([&](Scalar& x, Index at) { x = scalar(static_cast<double>(matrix[at]) / norm); });
    x_.pad(true);
    std::fill(zeros_, zeros_ + side_, Scalar{0});
    for (std::int64_t k = 0; k < steps; ++k) iterate();
    for_each([&](Scalar& x, Index at) { matrix[at] = x; });
  }

 private:
  template <class Body>
  void for_each(Body&& body) const {
    for (Index f = 0; f < side_; ++f) {
      for (Index s = 0; s < length_; ++s) {
        body(x_.at(s, f), wide_ ? f * columns_ + s : s * columns_ + f);
      }
    }
  }

  void iterate() const {
    dense_backward_weights(x_, x_, 0, side_, gram_);
    for (Index p = 0; p < x_.count(); ++p) {
      dense_forward(gram_, zeros_, side_, side_, x_.panel(p), mx_.panel(p));
      dense_forward(gram_, zeros_, side_, side_, mx_.panel(p), mmx_.panel(p));
    }
    for (Index i = 0; i < x_.count() * x_.stride; i += kLanes) {
      store(x_.data + i, scalar(3.4445) * load(x_.data + i) + scalar(-4.7750) * load(mx_.data + i) +
                             scalar(2.0315) * load(mmx_.data + i));
    }
  }

  bool wide_;
  Index columns_, side_, length_;
  Panels x_, mx_, mmx_;
  Scalar* gram_;
  Scalar* zeros_;
};

}  // namespace

Index Muon::scratch_size(std::span<const Segment> segments) {
  Index most = 0;
  for (const Segment& s : segments) most = max(most, NewtonSchulz::scratch_size(s.rows, s.columns));
  return most;
}

void Muon::whole(const WholeUpdate& w) const {
  const Scalar mu = scalar(w.info.momentum_or(momentum));
  for (const Segment& s : w.segments) {
    Scalar* u = w.update + s.offset;
    Scalar* buffer = w.moments + s.offset;
    for (Index i = 0; i < s.size(); ++i) {
      buffer[i] = mu * buffer[i] + u[i];
      u[i] = nesterov ? u[i] + mu * buffer[i] : buffer[i];
    }
    NewtonSchulz(s.rows, s.columns, w.scratch).run(u, ns_steps);
    const double ratio = static_cast<double>(s.rows) / static_cast<double>(s.columns);
    const double longer = static_cast<double>(max(s.rows, s.columns));
    const double k =
        scale == 0 ? std::sqrt(max(1.0, ratio)) : (scale == 1 ? 0.2 * std::sqrt(longer) : 1);
    for (Index i = 0; i < s.size(); ++i) u[i] *= scalar(k);
  }
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
