// The tables of names, and reading through the registry.
#include "tests/golden/choices.hpp"

#include <algorithm>

#include "engine/registry/read.hpp"

namespace golden {

using namespace gradscope;

namespace {

struct Name {
  const char* data;
  const char* engine;
};

constexpr std::array kClips = {
    Name{"value", "clip_by_value"}, Name{"global_norm", "clip_by_global_norm"},
    Name{"per_layer_norm", "clip_by_layer_norm"}, Name{"per_tensor_norm", "clip_by_tensor_norm"},
    Name{"agc", "adaptive_clip"}};

constexpr std::array kNormalizations = {Name{"batch", "batch_norm"}, Name{"layer", "layer_norm"}};

/// An optimizer of the data. The engine writes some of them as one transform with a switch.
struct Algorithm {
  const char* data;
  const char* engine;
  const char* on;        ///< A switch of the transform that is always on, or null.
  bool decoupled;        ///< Weight decay acts behind the transform, not in front.
  Name renamed{"", ""};  ///< A parameter with another name in the engine.
};

constexpr std::array kAlgorithms = {
    Algorithm{"sgd", "momentum", nullptr, false, {"momentum", "decay"}},
    Algorithm{"sgd_decoupled", "momentum", nullptr, true, {"momentum", "decay"}},
    Algorithm{"momentum_classic", "momentum_classic", nullptr, false, {"momentum", "decay"}},
    Algorithm{"adagrad", "adagrad", nullptr, false},
    Algorithm{"adadelta", "adadelta", nullptr, false},
    Algorithm{"rmsprop", "rmsprop", nullptr, false},
    Algorithm{"rmsprop_eps_inside", "rmsprop", "eps_inside", false},
    Algorithm{"adam", "adam", nullptr, false},
    Algorithm{"adam_eps_hat", "adam", "eps_hat", false},
    Algorithm{"adamw", "adam", nullptr, true},
    Algorithm{"adamax", "adamax", nullptr, false},
    Algorithm{"nadam", "nadam", nullptr, false},
    Algorithm{"nadam_pt113", "nadam", "pytorch_1_13", false},
    Algorithm{"radam", "radam", nullptr, false},
    Algorithm{"rprop", "rprop", nullptr, false},
    Algorithm{"asgd", "asgd", nullptr, false},
    Algorithm{"lion", "lion", nullptr, true},
    Algorithm{"muon", "muon", nullptr, true},
    Algorithm{"article_adam_code", "article_adam_code", nullptr, false},
    Algorithm{"article_rmsprop_code", "article_rmsprop_code", nullptr, false},
    Algorithm{"article_rmsprop", "article_rmsprop", nullptr, false}};

template <class Table>
const auto* find(const Table& table, const std::string& name) {
  const auto at =
      std::find_if(table.begin(), table.end(), [&](const auto& n) { return n.data == name; });
  return at == table.end() ? nullptr : &*at;
}

/// Reads a choice of the engine through the registry.
template <class Variant>
Variant read(const Reader& c, const std::string& kind, Value::Object params) {
  params.insert(params.begin(), {"kind", kind});
  ReadContext context;
  context.allow_specimens = true;
  Variant variant;
  read_choice(params, family<Variant>(), &variant, kind, context);
  for (const ConfigError& error : context.errors) c.fault(error.path + ' ' + error.message);
  return variant;
}

template <class Variant>
Variant read_named(const Reader& c, const char* kind_key, const char* params_key) {
  return read<Variant>(c, c.text(kind_key), c.optional_object(params_key).values());
}

const Value* find_param(const Value::Object& params, const std::string& key) {
  const auto at =
      std::find_if(params.begin(), params.end(), [&](const auto& p) { return p.first == key; });
  return at == params.end() ? nullptr : &at->second;
}

double number_of(const Value::Object& params, const std::string& key) {
  const Value* value = find_param(params, key);
  return value != nullptr && value->as_number() != nullptr ? *value->as_number() : 0;
}

/// Removes a parameter and returns it.
std::optional<Value> take(Value::Object& params, const std::string& key) {
  const Value* found = find_param(params, key);
  if (found == nullptr) return {};
  Value value = *found;
  std::erase_if(params, [&](const auto& p) { return p.first == key; });
  return value;
}

}  // namespace

Activation read_activation(const Reader& c, const char* kind_key, const char* params_key) {
  const std::string kind = c.text(kind_key);
  Value::Object params = c.optional_object(params_key).values();
  // Networks of mixed activations record the parameters of all of them with every layer.
  const std::span<const Member> members = family<Activation>().members;
  std::erase_if(params, [&](const Value::Member& param) {
    const auto takes = [&](const Member& member) {
      return std::any_of(member.slots.begin(), member.slots.end(),
                         [&](const Slot& slot) { return param.first == slot.key; });
    };
    const bool own = std::any_of(members.begin(), members.end(),
                                 [&](const Member& m) { return kind == m.kind && takes(m); });
    return !own && std::any_of(members.begin(), members.end(), takes);
  });
  return read<Activation>(c, kind, std::move(params));
}

Loss read_loss(const Reader& c, const char* kind_key, const char* params_key) {
  return read_named<Loss>(c, kind_key, params_key);
}

Initializer read_initializer(const Reader& c) {
  return read_named<Initializer>(c, "init", "params");
}

Normalization read_normalization(const Reader& layer) {
  const std::string kind = layer.text("norm", "none");
  if (kind == "none") return NoNormalization{};
  const Name* name = find(kNormalizations, kind);
  Value::Object params{{"position", layer.text("norm_position")},
                       {"eps", layer.number("norm_eps", 1e-5)}};
  if (kind == "batch") params.emplace_back("momentum", layer.number("norm_momentum", 0.1));
  return read<Normalization>(layer, name == nullptr ? kind : name->engine, std::move(params));
}

std::vector<Transform> read_clip(const Reader& c, const char* kind_key) {
  const std::string kind = c.text(kind_key, "none");
  if (kind == "none") return {};
  const Name* name = find(kClips, kind);
  Value::Object params = c.optional_object("params").values();
  if (const auto type = take(params, "norm_type")) {  // 1, 2 or "inf": a word in the engine
    const double* number = type->as_number();
    params.emplace_back("norm_type", number == nullptr ? *type : Value(format_number(*number)));
  }
  return {read<Transform>(c, name == nullptr ? kind : name->engine, std::move(params))};
}

std::vector<Transform> read_optimizer(const Reader& c) {
  const std::string kind = c.text("algorithm");
  const Algorithm* algorithm = find(kAlgorithms, kind);
  if (algorithm == nullptr) {
    c.fault("the engine has no optimizer " + kind);
    return {};
  }
  Value::Object params = c.optional_object("params").values();
  const double weight_decay = number_of(params, "weight_decay");
  take(params, "weight_decay");
  const std::optional<Value> switch_on = take(params, "amsgrad");
  const bool amsgrad = switch_on && switch_on->as_bool() != nullptr && *switch_on->as_bool();
  if (algorithm->on != nullptr) params.emplace_back(algorithm->on, true);
  for (Value::Member& param : params) {
    if (param.first == algorithm->renamed.data) param.first = algorithm->renamed.engine;
  }
  std::vector<Transform> chain;
  const auto decay = [&] {
    if (weight_decay == 0) return;
    chain.push_back(read<Transform>(c, "add_decayed_weights", {{"weight_decay", weight_decay}}));
  };
  if (!algorithm->decoupled) decay();
  const bool plain = kind.starts_with("sgd") && number_of(params, "decay") == 0;
  if (kind == "adamw" && !amsgrad) {  // the engine has a name for this chain
    params.emplace_back("weight_decay", weight_decay);
    return {read<Transform>(c, "adamw", std::move(params))};
  }
  if (!plain) {
    const char* name = amsgrad ? "amsgrad" : algorithm->engine;
    chain.push_back(read<Transform>(c, name, std::move(params)));
  }
  if (algorithm->decoupled) decay();
  return chain;
}

bool keeps_float32_state(const Reader& optimizer) {
  const std::string name = optimizer.text("algorithm");
  return name == "asgd" || name == "nadam_pt113";  // eta, and the product of mu
}

bool takes_sign(const Reader& optimizer) {
  const std::string name = optimizer.text("algorithm");
  return name == "rprop" || name == "lion";
}

LearningRate read_schedule(const Reader& c, const char* kind_key, double base) {
  LearningRate rate;
  rate.base = base;
  const std::string kind = c.text(kind_key, "constant");
  const Reader params = c.optional_object("params");
  if (kind != "warmup") {
    rate.schedule = read<Schedule>(c, kind, params.values());
    return rate;
  }
  rate.warmup_steps = params.integer("warmup_steps");
  rate.warmup_start = params.number("start_factor");
  rate.schedule = read_named<Schedule>(params, "then", "then_params");
  return rate;
}

}  // namespace golden
