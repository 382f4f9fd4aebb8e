// From a config to the parts of a run.
#include "engine/train/run.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

std::vector<LayerSpec> layers_of(const Config& config, Index inputs, Index outputs) {
  constexpr std::uint64_t kStride = 0xD1B54A32D192ED03;  // odd: masks of two steps never coincide
  std::vector<LayerSpec> layers;
  const auto width = static_cast<Index>(config.width);
  const auto depth = static_cast<Index>(config.depth);
  for (Index l = 0; l <= depth; ++l) {
    const bool hidden = l < depth;
    LayerSpec layer;
    layer.in = l == 0 ? inputs : width;
    layer.out = hidden ? width : outputs;
    layer.bias = config.bias;
    layer.activation = config.output_activation;
    if (hidden) {
      const auto i = static_cast<std::size_t>(l);
      layer.activation = config.activations.empty() ? config.activation : config.activations[i];
      layer.normalization = config.normalization;
      layer.residual = config.residual && layer.in == layer.out;
      layer.dropout = config.dropout;
    }
    const Stream masks = Stream::of(static_cast<std::uint64_t>(config.seed), Purpose::kDropout,
                                    static_cast<std::uint64_t>(l));
    layer.mask = {masks.bits(0), kStride};
    layers.push_back(layer);
  }
  return layers;
}

}  // namespace

Loss loss_of(const Config& config) {
  if (!config.loss.empty()) return config.loss.front();
  if (task_of(config.data) == Task::kRegression) return Mse{};
  return classes_of(config.data) == 2 ? Loss{BceLogits{}} : Loss{CrossEntropy{}};
}

Run make_run(const Config& config) {
  const auto seed = static_cast<std::uint64_t>(config.seed);
  Split data = make_data(config.data, seed, config.test_fraction);
  const Loss loss = loss_of(config);
  const Target target = target_of(loss);
  const bool classes = data.train.task == Task::kClassification;
  const bool one_output = !classes || (data.train.classes == 2 && target != Target::kLabel);
  Run run;
  run.layout = Layout(layers_of(config, data.train.features, one_output ? 1 : data.train.classes));
  run.seed = seed;
  run.batch = config.batch == 0 ? data.train.rows : static_cast<Index>(config.batch);
  run.data = std::move(data);
  run.initializer = config.initializer;
  run.bias_std = config.bias_std;
  run.loss = loss;
  run.encoding = {classes && target != Target::kLabel, target == Target::kPlusMinusOne ? -1.0 : 0.0,
                  1.0};
  run.order = config.order == 0 ? Order::kShuffled : Order::kSequential;
  run.l1 = config.l1;
  run.l2 = config.l2;
  run.update = config.update;
  run.learning_rate = {config.learning_rate, config.schedule, config.warmup_steps,
                       config.warmup_start};
  run.reset = config.reset;
  run.test_every = config.test_every;
  return run;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
