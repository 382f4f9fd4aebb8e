// The one list of update transforms: optimizers, clipping, weight decay. What a transform is made
// of stands in transforms/rule.hpp; how they follow each other, in chain.hpp.
#pragma once

#include "engine/optim/transforms/adaptive.hpp"
#include "engine/optim/transforms/clip.hpp"
#include "engine/optim/transforms/momentum.hpp"
#include "engine/optim/transforms/sign.hpp"
#include "engine/optim/transforms/specimens.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// Append only: menus show this order.
using Transform =
    std::variant<Momentum, ClassicMomentum, Rmsprop, Adam, Adagrad, Adadelta, Amsgrad, Adamw,
                 Adamax, Nadam, Radam, Rprop, Asgd, Lion, Muon, AddDecayedWeights, ClipByValue,
                 ClipByGlobalNorm, ClipByLayerNorm, ClipByTensorNorm, AdaptiveClip, ArticleAdam,
                 ArticleAdamCode, ArticleRmspropCode, ArticleClip, ArticleConstantGradient,
                 ArticleAscent, ArticleRmsprop>;

template <>
inline constexpr const char* kFamilyKey<Transform> = "transform";

/// True if T works element by element; the others see the whole array.
template <class T>
inline constexpr bool kIsElementwise = requires {
  typename T::Rule;
};

/// True if T limits the size of the update.
template <class T>
inline constexpr bool kClips = requires {
  requires T::kClips;
};

template <class T>
inline constexpr bool kOwnsRate = requires {
  requires T::kOwnsRate;
};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
