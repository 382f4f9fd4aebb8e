// Runs the links of a chain over a range of the flat arrays. What is done once a run or once a step
// stands in chain_setup.cpp.
// Hot: -O2 in the module.
#include "engine/optim/chain.hpp"

#include <algorithm>
#include <cassert>

#include "engine/core/kernels.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

/// update[i] = rule(source[i], params[i], moments[i]) for n elements, n a multiple of kLanes.
template <int moments, class Rule>
void transform_vectors(const Rule& rule, const detail::Elements& elements, Index n) {
  const detail::Elements e = elements;  // local: the compiler must assume that a store moves it
  for (Index i = 0; i < n; i += kLanes) {
    std::array<Vec, moments> m;
    for (std::size_t k = 0; k < m.size(); ++k) m[k] = load(e.moments[k] + i);
    store(e.update + i, rule(load(e.source + i), load(e.params + i), m));
    for (std::size_t k = 0; k < m.size(); ++k) store(e.moments[k] + i, m[k]);
  }
}

}  // namespace

bool Chain::apply(const Arrays& arrays, State& state, Index begin, Index end) {
  assert(elementwise_ || (begin == 0 && end == size_));
  const Index n = end - begin;
  Scalar* update = arrays.update + begin;
  detail::Elements e{arrays.gradient + begin, arrays.params + begin, update, {}};
  for (std::size_t i = 0; i < links_.size(); ++i) {
    Index array = offsets_[i];
    for (Scalar*& moment : e.moments) {
      moment = array < offsets_[i + 1] ? state.moments.data() + array * size_ + begin : nullptr;
      ++array;
    }
    run(i, e, n);
    e.source = update;
    if (measure_ && static_cast<Index>(i) == last_clip_)
      clipped_squares_ += sum_of_squares(update, n);
  }
  return move_params(arrays.gradient + begin, e.source, arrays.params + begin, update, n);
}

void Chain::run(std::size_t link, const detail::Elements& e, Index n) {
  const bool elementwise = of_active_type(
      links_[link], []<class L>() { return kIsElementwise<decltype(L::transform)>; });
  const Index whole = elementwise ? n / kLanes * kLanes : n;
  transform(link, e, whole);
  if (whole == n) return;
  // The last few elements take their turn in a vector of their own, so every rule is there once.
  using Lanes = std::array<Scalar, kLanes>;
  Lanes source{}, params{}, update{};
  std::array<Lanes, detail::kMostMoments> moments{};
  detail::Elements rest{source.data(), params.data(), update.data(), {}};
  std::copy(e.source + whole, e.source + n, source.begin());
  std::copy(e.params + whole, e.params + n, params.begin());
  for (std::size_t k = 0; k < moments.size() && e.moments[k] != nullptr; ++k) {
    std::copy(e.moments[k] + whole, e.moments[k] + n, moments[k].begin());
    rest.moments[k] = moments[k].data();
  }
  transform(link, rest, kLanes);
  std::copy_n(update.begin(), n - whole, e.update + whole);
  for (std::size_t k = 0; k < moments.size() && e.moments[k] != nullptr; ++k) {
    std::copy_n(moments[k].begin(), n - whole, e.moments[k] + whole);
  }
}

void Chain::transform(std::size_t link, const detail::Elements& e, Index n) {
  visit_active(
      [&]<class T>(const detail::Link<T>& l) {
        if constexpr (kIsElementwise<T>) {
          transform_vectors<T::kMoments>(l.rule, e, n);
        } else {
          if (e.source != e.update) std::copy(e.source, e.source + n, e.update);
          l.transform.whole(
              {info_, segments_, e.update, e.params, e.moments[0], size_, scratch_.data()});
        }
      },
      links_[link]);
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

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
