// The module's face to JavaScript: few verbs, no algorithm names. The only file that knows
// Emscripten.
//
// Views of memory (rows, values, predict, snapshot) are valid until the next call: copy them at
// once.
#include <emscripten/bind.h>

#include <cstdlib>
#include <new>

#include "engine/data/digits.hpp"
#include "engine/schema.hpp"
#include "engine/train/gradient_check.hpp"
#include "engine/train/session.hpp"
#include "engine/train/theory.hpp"

namespace {

using namespace gradscope;
using emscripten::val;

val to_js(const Value& value) {
  if (const auto* b = value.as_bool()) return val(*b);
  if (const auto* n = value.as_number()) return val(*n);
  if (const auto* s = value.as_string()) return val(*s);
  if (const auto* list = value.as_list()) {
    val array = val::array();
    for (const Value& item : *list) array.call<void>("push", to_js(item));
    return array;
  }
  if (const auto* object = value.as_object()) {
    val result = val::object();
    for (const auto& [key, item] : *object) result.set(key, to_js(item));
    return result;
  }
  return val::null();
}

/// Plain data only: whatever else it meets becomes null, which no setting accepts.
Value from_js(const val& js, int level = 0) {
  constexpr int kMostLevels = 16;
  const std::string type = js.typeOf().as<std::string>();
  if (type == "boolean") return js.as<bool>();
  if (type == "number") return js.as<double>();
  if (type == "string") return js.as<std::string>();
  if (type != "object" || js.isNull() || level > kMostLevels) return {};
  if (js.isArray()) {
    Value::List list;
    for (const val& item : emscripten::vecFromJSArray<val>(js))
      list.push_back(from_js(item, level + 1));
    return list;
  }
  Value::Object object;
  for (const val& key :
       emscripten::vecFromJSArray<val>(val::global("Object").call<val>("keys", js))) {
    object.emplace_back(key.as<std::string>(), from_js(js[key], level + 1));
  }
  return object;
}

template <class T>
val view(std::span<const T> numbers) {
  return val(emscripten::typed_memory_view(numbers.size(), numbers.data()));
}

/// The faults of a config: [{path, message}], empty if there are none.
val check(const val& config) { return to_js(write_errors(read_config(from_js(config)).errors)); }

/// A session, or null if check() has something to say.
Session* open(const val& config) {
  const ConfigResult result = read_config(from_js(config));
  return result.errors.empty() ? new Session(result.config) : nullptr;
}

val description(const Session& s) { return to_js(s.describe()); }
val diagnosis(const Session& s) { return to_js(s.diagnosis()); }
val evaluate(Session& s, const std::string& part) { return to_js(s.evaluate(part)); }
void select(Session& s, const std::string& step, const std::string& layer) {
  s.select(step, layer);
}
int run(Session& s, int steps, int stride) { return static_cast<int>(s.run(steps, stride)); }
int probe(Session& s) { return static_cast<int>(s.probe()); }
val rows(const Session& s) { return view(s.rows()); }
val values(Session& s, const std::string& name) { return view(s.values(name)); }
val predict(Session& s, const val& inputs) {
  return view(s.predict(emscripten::convertJSArrayToNumberVector<Scalar>(inputs)));
}
val snapshot(Session& s) { return view(s.snapshot()); }
bool restore(Session& s, const val& bytes) {
  return s.restore(emscripten::convertJSArrayToNumberVector<std::uint8_t>(bytes));
}
val observations(Session& s) { return view(s.observations()); }
bool take_up(Session& s, const val& observations) {
  return s.take_up(emscripten::convertJSArrayToNumberVector<double>(observations));
}
int reset_now(Session& s) { return static_cast<int>(s.reset_units()); }

#ifdef GRADSCOPE_FLOAT64  // the page loads this module when somebody asks for one of them

/// Mean-field theory of a config before training, beside its own draw: describe(Theory) of
/// train/theory.hpp. Null if check() has something to say.
val theory(const val& config) {
  const ConfigResult result = read_config(from_js(config));
  if (!result.errors.empty()) return val::null();
  Trainer trainer(make_run(result.config));
  return to_js(describe(theory_of(trainer)));
}

/// Backpropagation against central differences: describe(check_gradient()) of
/// train/gradient_check.hpp. `step` chooses the batch; `parameters` are the numbers of all tensors
/// in the order of Session.describe(), of a run in either precision, or [] for those that the
/// config starts with; of each layer `entries` are looked at, 0: as many as take about a second,
/// two at least; -1 for all layers, or one of them. Null if check() has something to say, the
/// parameters are too few or too many, there is no such layer, or the step is not in [0, 2^48].
val gradient_check(const val& config, double step, const val& parameters, int entries, int layer) {
  const ConfigResult result = read_config(from_js(config));
  if (!result.errors.empty() || !(step >= 0 && step <= 0x1p48)) return val::null();
  Trainer trainer(make_run(result.config));
  const auto given = emscripten::convertJSArrayToNumberVector<Scalar>(parameters);
  const auto batch = static_cast<std::int64_t>(step);
  trainer.gradient_at(batch);
  const Flat at_start = trainer.gradient();
  if (!given.empty()) {
    if (given.size() != static_cast<std::size_t>(trainer.params().size())) return val::null();
    std::copy(given.begin(), given.end(), trainer.params().data());
  }
  const Index depth = trainer.run().layout.depth();
  if (layer >= depth) return val::null();
  std::vector<LayerCheck> checks;
  const Index end = layer < 0 ? depth : layer + 1;
  for (Index l = layer < 0 ? 0 : layer; l < end; ++l) {
    checks.push_back(check_layer(trainer, batch, l, entries));
    checks.back().printed = printed_check(trainer, at_start, l);
  }
  return to_js(describe(checks));
}

#endif

}  // namespace

EMSCRIPTEN_BINDINGS(gradscope) {
  // Without exceptions `new` would go on with a null pointer. JavaScript gives up a module that
  // aborts.
  std::set_new_handler([] { std::abort(); });
  emscripten::function("schema", &schema_hash);
  emscripten::function("provideDigits", &provide_digits);
  emscripten::function("check", &check);
  emscripten::function("open", &open, emscripten::allow_raw_pointers());
#ifdef GRADSCOPE_FLOAT64
  emscripten::function("theory", &theory);
  emscripten::function("gradientCheck", &gradient_check);
#endif
  emscripten::class_<Session>("Session")
      .function("describe", &description)
      .function("select", &select)
      .function("run", &run)
      .function("probe", &probe)
      .function("rows", &rows)
      .function("stepCount", &Session::step_count)
      .function("diagnosis", &diagnosis)
      .function("evaluate", &evaluate)
      .function("predict", &predict)
      .function("values", &values)
      .function("snapshot", &snapshot)
      .function("restore", &restore)
      .function("observations", &observations)
      .function("takeUp", &take_up)
      .function("resetUnits", &reset_now);
}
