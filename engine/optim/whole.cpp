// The transforms that see the whole update: clipping by norm, adaptive clipping, Muon.
#include "engine/core/kernels.hpp"
#include "engine/optim/transform.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

void scale(Scalar* x, Index n, double factor) {
  for_each_element(n, [&](auto tag, Index i) {
    using T = decltype(tag);
    store_as<T>(x + i, load_as<T>(x + i) * scalar(factor));
  });
}

/// Accumulates one norm over several pieces: 2, 1 or inf, as in kNormTypes.
class Norm {
 public:
  explicit Norm(int type) : type_(type) {}
  void add(const Scalar* x, Index n) {
    if (type_ == 0) {
      sum_ += sum_of_squares(x, n);
      return;
    }
    for (Index i = 0; i < n; ++i) {
      const double magnitude = abs(static_cast<double>(x[i]));
      if (type_ == 1) {
        sum_ += magnitude;
      } else if (sum_ == sum_ && !(magnitude <= sum_)) {  // NaN, once seen, stays
        sum_ = magnitude;
      }
    }
  }
  double value() const { return type_ == 0 ? std::sqrt(sum_) : sum_; }

 private:
  int type_;
  double sum_ = 0;
};

double norm_of(const Scalar* x, Index n) { return std::sqrt(sum_of_squares(x, n)); }

}  // namespace

void detail::NormClip::clip(const WholeUpdate& w, Group group) const {
  const auto same = [&](const Segment& a, const Segment& b) {
    return group == Group::kAll || (group == Group::kLayer && a.layer == b.layer);
  };
  for (std::size_t first = 0; first < w.segments.size();) {
    std::size_t last = first;
    Norm norm(norm_type);
    while (last < w.segments.size() &&
           (last == first || same(w.segments[first], w.segments[last]))) {
      norm.add(w.update + w.segments[last].offset, w.segments[last].size());
      ++last;
    }
    const double limit = norm.value() + epsilon;
    if (!(limit <= max_norm)) {  // also when the norm is not finite: nothing is hidden
      for (; first < last; ++first) {
        scale(w.update + w.segments[first].offset, w.segments[first].size(), max_norm / limit);
      }
    }
    first = last;
  }
}

void AdaptiveClip::whole(const WholeUpdate& w) const {
  constexpr double kLeastNorm = 1e-6;
  for (const Segment& s : w.segments) {
    const Index rows = s.vector ? 1 : s.rows;  // a vector is one unit
    const Index length = s.size() / rows;
    for (Index r = 0; r < rows; ++r) {
      const Index at = s.offset + r * length;
      const double limit = clip_factor * max(norm_of(w.params + at, length), epsilon);
      const double norm = norm_of(w.update + at, length);
      if (!(norm <= limit)) scale(w.update + at, length, limit / max(norm, kLeastNorm));
    }
  }
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
