// Translates between texts and a trainer.
#include "engine/train/session.hpp"

#include <algorithm>

#include "engine/registry/fingerprint.hpp"
#include "engine/train/snapshot.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

template <class Columns>
std::uint32_t bits_of(std::string_view keys, const Columns& columns) {
  if (keys == "*") return ~std::uint32_t{0};
  std::uint32_t bits = 0;
  while (!keys.empty()) {
    const std::string_view key = keys.substr(0, keys.find(','));
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (key == columns[i].key) bits |= std::uint32_t{1} << i;
    }
    keys.remove_prefix(std::min(keys.size(), key.size() + 1));
  }
  return bits;
}

void copy_rows(const Panels& panels, std::vector<Scalar>& out) {
  for (Index row = 0; row < panels.rows; ++row) {
    for (Index f = 0; f < panels.features; ++f) out.push_back(panels.at(row, f));
  }
}

}  // namespace

Session::Session(Config config)
    : trainer_(make_run(config)),
      diagnostician_(subject_of(config, trainer_.run())),
      fingerprint_(fingerprint(kSlots<Config>, &config)) {}

Value Session::describe() const {
  const Run& run = trainer_.run();
  Value::List layers;
  for (const LayerSpec& layer : run.layout.layers()) {
    layers.push_back(Value::Object{
        {"in", layer.in}, {"out", layer.out}, {"activation", kind_of(layer.activation)}});
  }
  Value::List tensors;
  for (const TensorSpec& t : run.layout.tensors()) {
    tensors.push_back(Value::Object{
        {"name", t.name}, {"layer", t.layer}, {"rows", t.rows}, {"columns", t.columns}});
  }
  const Dataset& data = run.data.train;
  return Value::Object{
      {"loss", kind_of(run.loss)},
      {"batch", run.batch},
      {"parameters", run.layout.parameter_count()},
      {"layers", std::move(layers)},
      {"tensors", std::move(tensors)},
      {"data",
       Value::Object{{"task", data.task == Task::kRegression ? "regression" : "classification"},
                     {"features", data.features},
                     {"classes", data.classes},
                     {"train", data.rows},
                     {"test", run.data.test.rows}}}};
}

void Session::select(std::string_view step_columns, std::string_view layer_columns) {
  trainer_.select({bits_of(step_columns, kStepColumns), bits_of(layer_columns, kLayerColumns)});
}

Index Session::run(Index steps, Index stride) {
  const auto size = static_cast<std::size_t>(row_size());
  rows_.clear();
  for (Index i = 0; i < steps && !trainer_.trouble(); ++i) {
    if (stride == 0 || i % stride != 0) {
      trainer_.step();
      continue;
    }
    rows_.resize(rows_.size() + size);
    trainer_.step(rows_.data() + rows_.size() - size);
    see({rows_.data() + rows_.size() - size, size});
  }
  return static_cast<Index>(rows_.size() / size);
}

void Session::see(std::span<const double> row) {
  if (!diagnostician_.see(row)) return;
  const std::vector<double> changes = trainer_.delta_changes();
  if (changes.size() <= kDeltaParts) return;  // one hidden layer
  diagnostician_.blame(dominant_part(std::span(changes).first(changes.size() - kDeltaParts)));
}

Index Session::probe() {
  if (trainer_.trouble()) return 0;
  rows_.resize(static_cast<std::size_t>(row_size()));
  trainer_.probe(rows_.data());
  if (trainer_.step_count() == 0) diagnostician_.forget();
  see(rows_);
  return 1;
}

Value Session::evaluate(std::string_view part) {
  const Split& data = trainer_.run().data;
  const Evaluation e = trainer_.evaluate(part == "test" ? data.test : data.train);
  Value::List confusion;
  for (const std::int64_t count : e.confusion) confusion.emplace_back(static_cast<double>(count));
  return Value::Object{
      {"loss", e.loss}, {"accuracy", e.accuracy}, {"confusion", std::move(confusion)}};
}

std::span<const Scalar> Session::predict(std::span<const Scalar> inputs) {
  return values_ = trainer_.predict(inputs);
}

std::span<const Scalar> Session::values(std::string_view name) {
  values_.clear();
  const Run& run = trainer_.run();
  if (name == "delta_changes") {
    for (const double part : trainer_.delta_changes()) values_.push_back(scalar(part));
    return values_;
  }
  const std::size_t dot = name.find('.');
  const std::string_view of = dot == std::string_view::npos ? "" : name.substr(0, dot);
  const std::string_view what = dot == std::string_view::npos ? name : name.substr(dot + 1);
  if (of == "train" || of == "test") {
    const Dataset& part = of == "test" ? run.data.test : run.data.train;
    if (what == "inputs") return values_ = part.inputs;
    if (what == "answers") return values_ = part.answers;
    return values_;
  }
  const Flat* flat = of == "gradient" ? &trainer_.gradient()
                     : of == "update" ? &trainer_.last_update()
                     : of.empty()     ? &trainer_.params()
                                      : nullptr;
  const TensorSpec* t = run.layout.find(what);
  if (flat != nullptr && t != nullptr) {
    values_.assign(flat->data() + t->offset, flat->data() + t->offset + t->size());
    return values_;
  }
  for (Index l = 0; l < run.layout.depth(); ++l) {
    const std::string number = std::to_string(l);
    for (const Signal& s : trainer_.network().signals(l)) {
      if (name == s.name + number) copy_rows(s.values, values_);
    }
  }
  return values_;
}

std::span<const std::uint8_t> Session::snapshot() {
  return bytes_ = to_bytes(trainer_.snapshot(), fingerprint_);
}

Value write_errors(const ConfigErrors& errors) {
  Value::List list;
  for (const ConfigError& e : errors) {
    list.push_back(Value::Object{{"path", e.path}, {"message", e.message}});
  }
  return list;
}

std::span<const double> Session::observations() {
  observations_ = diagnostician_.memory();
  observations_.push_back(static_cast<double>(trainer_.next_test()));
  return observations_;
}

bool Session::take_up(std::span<const double> observations) {
  if (observations.empty()) return false;
  const double next_test = observations.back();
  if (!(next_test >= 0 && next_test <= 0x1p48)) return false;
  if (!diagnostician_.remember(observations.first(observations.size() - 1))) return false;
  trainer_.test_next_at(static_cast<std::int64_t>(next_test));
  return true;
}

bool Session::restore(std::span<const std::uint8_t> bytes) {
  Snapshot s = trainer_.snapshot();
  if (!from_bytes(bytes, s, fingerprint_)) return false;
  trainer_.restore(s);
  diagnostician_.forget();
  return true;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
