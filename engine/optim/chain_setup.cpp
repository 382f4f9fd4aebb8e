// What a chain does once a run (its links and their memory) or once a step (their numbers).
#include "engine/optim/chain.hpp"

#include <algorithm>

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

Chain::Chain(const std::vector<Transform>& transforms, std::vector<Segment> segments)
    : segments_(std::move(segments)) {
  for (const Segment& s : segments_) size_ += s.size();
  for (const Transform& transform : transforms) {
    offsets_.push_back(static_cast<Index>(initial_.size()));
    detail::AnyLink& link = links_.emplace_back();
    visit_active(
        [&]<class T>(const T& t) {
          static_assert(T::kMoments <= detail::kMostMoments);
          link = detail::Link<T>{t};
          for (int k = 0; k < T::kMoments; ++k) {
            if constexpr (requires { t.initial(k); }) {
              initial_.push_back(scalar(t.initial(k)));
            } else {
              initial_.push_back(0);
            }
          }
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
  offsets_.push_back(static_cast<Index>(initial_.size()));
}

Chain::State Chain::initial_state() const {
  State state{Flat(offsets_.back() * size_), std::vector<double>(links_.size(), 0.0)};
  Scalar* array = state.moments.data();
  for (const Scalar initial : initial_) array = std::fill_n(array, size_, initial);
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

void Chain::clear_moments(State& state, Index element) const {
  for (const Scalar initial : initial_) {
    state.moments[element] = initial;
    element += size_;
  }
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
