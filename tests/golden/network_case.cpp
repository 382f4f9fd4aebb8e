// Layers, tensors, data and optimizer of a recorded network.
#include "tests/golden/network_case.hpp"

#include <algorithm>
#include <map>

#include "engine/core/rng.hpp"
#include "tests/golden/choices.hpp"

namespace golden {

using namespace gradscope;

namespace {

struct Tensor {
  std::vector<Index> shape;
  Numbers values;
};
using Tensors = std::map<std::string, Tensor>;

/// The numbers of a tensor; large ones are recorded as a recipe.
Numbers read_values(const Reader& t, std::size_t count) {
  const std::string recipe = t.text("gen");
  if (recipe == "explicit") return t.floats("data");
  if (recipe == "labels") return t.numbers("data");
  Numbers values(count, 0);
  if (recipe == "constant") {
    if (t.has("value"))
      values.assign(count, static_cast<double>(static_cast<float>(t.number("value"))));
  } else if (recipe == "splitmix64_uniform") {
    const Stream stream(t.seed("seed"));
    const double scale = t.number("scale");
    for (std::size_t i = 0; i < count; ++i) {
      values[i] = static_cast<double>(static_cast<float>(scale * stream.unit(i)));
    }
  } else {
    t.fault("the recipe \"" + recipe + "\" is unknown");
  }
  return values;
}

Tensors read_tensors(const Reader& c) {
  Tensors tensors;
  for (const Reader& t : c.objects("tensors")) {
    Tensor tensor{t.indices("shape"), {}};
    Index count = 1;
    for (const Index side : tensor.shape) count *= side;
    tensor.values = read_values(t, static_cast<std::size_t>(count));
    if (static_cast<Index>(tensor.values.size()) != count) t.fault("shape and data disagree");
    tensors[t.text("name")] = std::move(tensor);
  }
  return tensors;
}

/// PReLU with the recorded alpha held fixed: the data train no alpha, the engine's `prelu` does.
Activation with_fixed_slope(const Activation& activation) {
  if (const auto* prelu = std::get_if<Prelu>(&activation)) return LeakyRelu{prelu->alpha};
  return activation;
}

LayerSpec read_layer(const Reader& layer, bool mask_per_step, const Tensors& tensors) {
  constexpr std::uint64_t kMaskStride = 1000003;
  LayerSpec spec;
  spec.in = layer.size("in");
  spec.out = layer.size("out");
  spec.activation = with_fixed_slope(read_activation(layer, "activation", "activation_params"));
  spec.normalization = read_normalization(layer);
  spec.bias = tensors.contains(std::string("b").append(std::to_string(layer.integer("index"))));
  spec.residual = layer.flag("residual", false);
  spec.dropout = layer.number("dropout", 0);
  if (spec.dropout != 0) spec.mask = {layer.seed("mask_seed"), mask_per_step ? kMaskStride : 0};
  if (spec.residual && spec.in != spec.out) layer.fault("a skip connection needs in = out");
  if (!(spec.dropout >= 0 && spec.dropout < 1)) layer.fault("dropout must be in [0, 1)");
  return spec;
}

std::vector<LayerSpec> read_layers(const Reader& c, const Tensors& tensors) {
  std::vector<LayerSpec> layers;
  for (const Reader& layer : c.objects("layers")) {
    if (layer.integer("index") != static_cast<std::int64_t>(layers.size())) {
      layer.fault("is out of order");
    }
    layers.push_back(read_layer(layer, c.flag("mask_per_step", false), tensors));
    const bool follows = layers.size() < 2 || layers[layers.size() - 2].out == layers.back().in;
    if (!follows) layer.fault("does not fit behind the layer before it");
  }
  if (layers.empty()) c.fault("there are no layers");
  return layers;
}

std::vector<Scalar> scalars(const Numbers& numbers) {
  std::vector<Scalar> result(numbers.size());
  std::transform(numbers.begin(), numbers.end(), result.begin(), scalar);
  return result;
}

Dataset read_data(const Reader& c, const Layout& layout, const Loss& loss, const Tensors& tensors) {
  const bool labels = target_of(loss) == Target::kLabel;
  Dataset data(labels ? Task::kClassification : Task::kRegression, layout.inputs(),
               layout.outputs());
  data.rows = c.size("n");
  data.answer_columns = labels ? 1 : layout.outputs();
  if (!tensors.contains("x") || !tensors.contains("y")) {
    c.fault("x or y is missing");
    return data;
  }
  data.inputs = scalars(tensors.at("x").values);
  data.answers = scalars(tensors.at("y").values);
  const auto rows = static_cast<std::size_t>(data.rows);
  const bool fits = data.inputs.size() == rows * static_cast<std::size_t>(data.features) &&
                    data.answers.size() == rows * static_cast<std::size_t>(data.answer_columns);
  if (!fits) c.fault("x or y does not have n rows");
  return data;
}

Run read_run(const Reader& c, const Tensors& tensors) {
  Run run;
  std::vector<LayerSpec> layers = read_layers(c, tensors);
  if (c.fault_count() > 0) return run;
  run.layout = Layout(std::move(layers));
  run.loss = read_loss(c, "loss", "loss_params");
  run.data.train = read_data(c, run.layout, run.loss, tensors);
  run.batch = c.size("batch");
  run.order = Order::kSequential;
  run.l1 = c.number("l1", 0);
  run.l2 = c.number("l2", 0);
  run.update = read_clip(c.optional_object("clip"), "kind");
  const Reader optimizer = c.object("optimizer");
  for (const Transform& t : read_optimizer(optimizer)) run.update.push_back(t);
  run.learning_rate = read_schedule(c.optional_object("schedule"), "kind", optimizer.number("lr"));
  run.keep_da = true;
  return run;
}

}  // namespace

std::optional<NetworkCase> read_network(const Reader& c) {
  const Tensors tensors = read_tensors(c);
  NetworkCase network{read_run(c, tensors), c.texts("param_order"), {}};
  if (c.fault_count() > 0) return {};
  for (const std::string& name : network.names) {
    const TensorSpec* spec = network.run.layout.find(name);
    const auto at = tensors.find(name);
    const bool fits = spec != nullptr && at != tensors.end() &&
                      static_cast<Index>(at->second.values.size()) == spec->size();
    if (!fits) c.fault("the parameter " + name + " is missing or has another size in the engine");
    if (fits) network.params.push_back(at->second.values);
  }
  if (network.names.size() != network.run.layout.tensors().size()) {
    c.fault("the engine has other parameters than the recorded network");
  }
  if (c.fault_count() > 0) return {};
  return network;
}

void load_parameters(const NetworkCase& network, Trainer& trainer) {
  for (std::size_t i = 0; i < network.names.size(); ++i) {
    const TensorSpec& spec = *network.run.layout.find(network.names[i]);
    std::transform(network.params[i].begin(), network.params[i].end(),
                   trainer.params().data() + spec.offset, scalar);
  }
}

Numbers tensor(const Layout& layout, const Flat& flat, const std::string& name) {
  const TensorSpec& spec = *layout.find(name);
  const Scalar* begin = flat.data() + spec.offset;
  return Numbers(begin, begin + spec.size());
}

}  // namespace golden
