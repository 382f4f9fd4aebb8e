// What a diagnosis needs to know of a run beforehand, and the formula in it that is printed wrong.
#include "engine/train/diagnosis.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

template <class Variant>
const char* specimen_kind(const Variant& chosen) {
  const Member& member = family<Variant>().members[chosen.index()];
  return member.specimen ? member.kind : nullptr;
}

/// The formula of a config that is printed wrong, if any, and where that shows: weights in the
/// gradient over the layers, a loss in what is learned, steps in the loss, a schedule in the rate.
void find_specimen(const Config& config, Subject& subject) {
  const auto look = [&](const auto& choice, const char* broken) {
    const char* kind = specimen_kind(choice);
    if (kind == nullptr || subject.specimen != nullptr) return;
    subject.specimen = kind;
    subject.broken = broken;
  };
  look(config.initializer, "decades_per_layer");
  for (const auto& loss : config.loss) look(loss, "accuracy");
  for (const auto& transform : config.update) look(transform, "loss_ratio");
  look(config.schedule, "rate");
}

}  // namespace

Subject subject_of(const Config& config, const Run& run) {
  Subject subject;
  for (const LayerSpec& layer : run.layout.layers()) {
    // Of the activations that saturate, the only one that is flat for every negative input.
    subject.layers.push_back(
        {layer.out, std::holds_alternative<Relu6>(layer.activation), steepest(layer.activation)});
  }
  subject.guess = best_constant_guess(run.loss, run.data.train, run.encoding);
  find_specimen(config, subject);
  return subject;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
