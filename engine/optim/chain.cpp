// Runs the links of a chain over a range of the flat arrays.
// Hot: -O2 in the module.
#include "engine/optim/chain.hpp"

#include <algorithm>
#include <cassert>

#include "engine/core/kernels.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

template <class T>
double initial_moment(const T& transform, int moment) {
  if constexpr (requires { transform.initial(moment); }) {
    return transform.initial(moment);
  } else {
    return 0;
  }
}

/// update[i] = rule(source[i], params[i], moments[i]) for n elements, n a multiple of kLanes.
template <int moments, class Rule>
[[gnu::noinline]] void transform_vectors(const Rule& rule, const Scalar* source,
                                         const Scalar* params,
                                         const std::array<Scalar*, moments>& moment, Scalar* update,
                                         Index n) {
  for (Index i = 0; i < n; i += kLanes) {
    std::array<Vec, moments> m;
    for (std::size_t k = 0; k < m.size(); ++k) m[k] = load(moment[k] + i);
    store(update + i, rule(load(source + i), load(params + i), m));
    for (std::size_t k = 0; k < m.size(); ++k) store(moment[k] + i, m[k]);
  }
}

/// The same for any n: the last few elements take their turn in a vector of their own, so every
/// rule is compiled once.
template <int moments, class Rule>
void transform_elements(const Rule& rule, const Scalar* source, const Scalar* params,
                        std::array<Scalar*, moments> moment, Scalar* update, Index n) {
  const Index whole = n / kLanes * kLanes;
  transform_vectors<moments>(rule, source, params, moment, update, whole);
  const auto rest = static_cast<std::size_t>(n - whole);
  if (rest == 0) return;
  using Lanes = std::array<Scalar, kLanes>;
  Lanes s{}, p{}, u{};
  std::array<Lanes, moments> m{};
  std::array<Scalar*, moments> at;
  std::copy_n(source + whole, rest, s.begin());
  std::copy_n(params + whole, rest, p.begin());
  for (std::size_t k = 0; k < m.size(); ++k) {
    std::copy_n(moment[k] + whole, rest, m[k].begin());
    at[k] = m[k].data();
  }
  transform_vectors<moments>(rule, s.data(), p.data(), at, u.data(), kLanes);
  std::copy_n(u.begin(), rest, update + whole);
  for (std::size_t k = 0; k < m.size(); ++k) std::copy_n(m[k].begin(), rest, moment[k] + whole);
}

}  // namespace

Chain::Chain(const std::vector<Transform>& transforms, std::vector<Segment> segments)
    : segments_(std::move(segments)) {
  for (const Segment& s : segments_) size_ += s.size();
  Index arrays = 0;
  for (const Transform& transform : transforms) {
    offsets_.push_back(arrays);
    links_.push_back(visit_active(
        [](const auto& t) { return AnyLink{detail::Link<std::decay_t<decltype(t)>>{t}}; },
        transform));
    visit_active(
        [&]<class T>(const T&) {
          arrays += T::kMoments;
          elementwise_ = elementwise_ && kIsElementwise<T>;
          owns_rate_ = owns_rate_ || kOwnsRate<T>;
          if (kClips<T>) last_clip_ = static_cast<Index>(links_.size()) - 1;
          if constexpr (requires { T::scratch_size(segments_); }) {
            const auto needed = static_cast<std::size_t>(T::scratch_size(segments_));
            scratch_.resize(max(scratch_.size(), needed));
          }
        },
        transform);
  }
  offsets_.push_back(arrays);
}

Chain::State Chain::initial_state() const {
  State state{Flat::Zero(offsets_.back() * size_), std::vector<double>(links_.size(), 0.0)};
  for (std::size_t i = 0; i < links_.size(); ++i) {
    visit_active(
        [&]<class T>(const detail::Link<T>& link) {
          for (int k = 0; k < T::kMoments; ++k) {
            state.moments.segment((offsets_[i] + k) * size_, size_)
                .setConstant(scalar(initial_moment(link.transform, k)));
          }
        },
        links_[i]);
  }
  return state;
}

void Chain::begin_step(const StepInfo& info, State& state) {
  info_ = info;
  clipped_squares_ = 0;
  for (std::size_t i = 0; i < links_.size(); ++i) {
    visit_active(
        [&]<class T>(detail::Link<T>& link) {
          if constexpr (kIsElementwise<T>) link.rule = link.transform.rule(info, state.memory[i]);
        },
        links_[i]);
  }
}

bool Chain::apply(const Arrays& arrays, State& state, Index begin, Index end) {
  assert(elementwise_ || (begin == 0 && end == size_));
  const Scalar* source = arrays.gradient + begin;
  Scalar* params = arrays.params + begin;
  Scalar* update = arrays.update + begin;
  const Index n = end - begin;
  for (std::size_t i = 0; i < links_.size(); ++i) {
    visit_active(
        [&]<class T>(const detail::Link<T>& link) {
          Scalar* moments = moments_of(state, i);
          if constexpr (kIsElementwise<T>) {
            std::array<Scalar*, T::kMoments> moment;
            for (std::size_t k = 0; k < moment.size(); ++k) {
              moment[k] = moments + static_cast<Index>(k) * size_ + begin;
            }
            transform_elements<T::kMoments>(link.rule, source, params, moment, update, n);
          } else {
            if (source != update) std::copy(source, source + n, update);
            link.transform.whole(
                {info_, segments_, update, params, moments, size_, scratch_.data()});
          }
        },
        links_[i]);
    source = update;
    if (measure_ && static_cast<Index>(i) == last_clip_)
      clipped_squares_ += sum_of_squares(update, n);
  }
  return move_params(arrays.gradient + begin, source, params, update, n);
}

bool Chain::move_params(const Scalar* gradient, const Scalar* source, Scalar* params,
                        Scalar* update, Index n) const {
  const Scalar rate = scalar(owns_rate_ ? -1 : -info_.learning_rate);
  Vec vector_check = {};  // x - x is 0, or NaN if x is not finite, and NaN survives any sum
  Scalar scalar_check = 0;
  for_each_element(n, [&](auto tag, Index i) {
    using T = decltype(tag);
    const T step = rate * load_as<T>(source + i);
    const T g = load_as<T>(gradient + i);  // clipping and signs would hide that it is infinite
    const T moved = load_as<T>(params + i) + step;
    store_as<T>(update + i, step);
    store_as<T>(params + i, moved);
    if constexpr (kIsVector<T>) {
      vector_check += (moved - moved) + (g - g);
    } else {
      scalar_check += (moved - moved) + (g - g);
    }
  });
  for (Index i = 0; i < kLanes; ++i) scalar_check += vector_check[i];
  return scalar_check == 0;
}

void Chain::clear_moments(State& state, Index element) const {
  for (std::size_t i = 0; i < links_.size(); ++i) {
    visit_active(
        [&]<class T>(const detail::Link<T>& link) {
          for (int k = 0; k < T::kMoments; ++k) {
            moments_of(state, i)[k * size_ + element] = scalar(initial_moment(link.transform, k));
          }
        },
        links_[i]);
  }
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
