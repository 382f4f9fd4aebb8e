// `gradscope train`: a run from its start to its last step, as text or as JSON lines. Compiled once
// for each precision.
#include <algorithm>
#include <sstream>

#include "engine/registry/json.hpp"
#include "engine/tools/config.hpp"
#include "engine/tools/output.hpp"
#include "engine/tools/progress.hpp"
#include "engine/tools/table.hpp"
#include "engine/train/session.hpp"

namespace gradscope::tools::GRADSCOPE_PRECISION {

namespace {

constexpr std::int64_t kMostSteps = 1'000'000'000;

/// A measured step: the numbers of a row by the keys of their columns.
class Row {
 public:
  explicit Row(std::span<const double> numbers) : numbers_(numbers.begin(), numbers.end()) {}

  double step(std::string_view key) const { return numbers_[find(kStepColumns, key)]; }
  double layer(std::size_t l, std::string_view key) const {
    return numbers_[kStepColumns.size() + l * kLayerColumns.size() + find(kLayerColumns, key)];
  }
  std::size_t layers() const {
    return (numbers_.size() - kStepColumns.size()) / kLayerColumns.size();
  }

  /// {type: "row", step columns, layers: [{layer columns}]}; null is not measured, or not a number.
  Value value() const {
    Value::Object row{{"type", "row"}};
    for (const auto& c : kStepColumns) row.emplace_back(c.key, number(step(c.key)));
    Value::List list;
    for (std::size_t l = 0; l < layers(); ++l) {
      Value::Object object;
      for (const auto& c : kLayerColumns) object.emplace_back(c.key, number(layer(l, c.key)));
      list.emplace_back(std::move(object));
    }
    row.emplace_back("layers", std::move(list));
    return row;
  }

 private:
  template <class Columns>
  static std::size_t find(const Columns& columns, std::string_view key) {
    const auto at =
        std::find_if(columns.begin(), columns.end(), [&](const auto& c) { return c.key == key; });
    return static_cast<std::size_t>(at - columns.begin());
  }
  static Value number(double x) { return x != x ? Value() : Value(x); }

  std::vector<double> numbers_;
};

/// Trains; calls measured(row) at step 0, every `every` steps and at the last one.
template <class Measured>
void train_session(Session& session, std::int64_t steps, std::int64_t every, Measured&& measured) {
  const auto row = [&] {
    return Row(session.rows().last(static_cast<std::size_t>(session.row_size())));
  };
  if (steps == 0) {
    session.probe();
    measured(row());
  }
  while (!session.trainer().trouble()) {
    const std::int64_t left = steps - session.trainer().step_count();
    if (left <= 0) break;
    const std::int64_t slice = std::max<std::int64_t>(1, std::min(every, left - 1));
    session.run(static_cast<Index>(slice), static_cast<Index>(slice));
    measured(row());
  }
}

const Value& at(const Value& object, const char* key) { return *object.find(key); }

std::string sentence(const Value& diagnosis) {
  const std::string& key = *at(diagnosis, "verdict").as_string();
  const auto number = [&](const char* name) { return *at(diagnosis, name).as_number(); };
  std::string text;
  for (const VerdictInfo& v : kVerdicts) {
    if (key == v.key) text = std::string(v.key) + ". " + v.meaning;
  }
  text[0] = static_cast<char>(text[0] - 'a' + 'A');
  if (const Value* trouble = diagnosis.find("trouble")) {
    text += " Stopped at step " + write_json(at(*trouble, "step")) + ": " +
            *at(*trouble, "tensor").as_string() + " of layer " +
            fixed(*at(*trouble, "layer").as_number() + 1, 0) + " is not finite.";
  }
  if (const std::string* broken = at(diagnosis, "broken").as_string()) {
    text += " Where the formula of " + *at(diagnosis, "specimen").as_string() +
            " shows: " + *broken + " is " + scientific(number(broken->c_str())) + ".";
  }
  const auto finding = [&](const char* name) { return *at(diagnosis, name).as_string(); };
  return text + " Gradient: " + finding("gradient") + "; learning: " + finding("learning") +
         "; units: " + finding("units") + "; cause: " + finding("cause") +
         ". In the hidden layers, delta of the first is " + scientific(number("delta_ratio")) +
         " of the last's (" + fixed(number("decades_per_layer"), 2) + " decades a layer), dL/dW " +
         scientific(number("gradient_ratio")) + "; the largest dL/dW is " +
         scientific(number("largest_norm")) + ", the largest share of saturated or dead units " +
         percent(number("share")) + ". The loss of the data is " +
         scientific(number("loss_ratio")) + " of the first and " +
         scientific(number("guess_ratio")) + " of that of the best constant guess.";
}

std::string layer_table(const Row& row, const Layout& layout) {
  Table table({"layer", "units", "activation", "|dL/dW|", "rms delta", "rms a", "update:W",
               "saturated", "dead"});
  for (std::size_t l = 0; l < row.layers(); ++l) {
    const LayerSpec& spec = layout.layers()[l];
    table.add({std::to_string(l + 1), std::to_string(spec.out), kind_of(spec.activation),
               scientific(row.layer(l, "gradient_norm")), scientific(row.layer(l, "delta_rms")),
               scientific(row.layer(l, "activation_rms")), scientific(row.layer(l, "update_ratio")),
               percent(row.layer(l, "saturated")), percent(row.layer(l, "dead"))});
  }
  return table.text();
}

std::string title(const Run& run) {
  const auto n = [](Index i) { return std::to_string(i); };
  return n(run.data.train.rows) + " training and " + n(run.data.test.rows) + " test samples, " +
         n(run.batch) + " a step; " + n(run.layout.depth() - 1) + " hidden layers, " +
         n(run.layout.parameter_count()) + " parameters; loss " + kind_of(run.loss) + "; " +
         kPrecisions[sizeof(Scalar) == 8 ? 1 : 0];
}

/// {loss, accuracy (null for regression)} over "train" or "test"; null if that part is empty.
Value evaluation(Session& session, std::string_view part) {
  const Split& data = session.trainer().run().data;
  if ((part == "test" ? data.test : data.train).rows == 0) return {};
  const Value e = session.evaluate(part);
  const double accuracy = *at(e, "accuracy").as_number();
  return Value::Object{{"loss", at(e, "loss")},
                       {"accuracy", accuracy != accuracy ? Value() : Value(accuracy)}};
}

void print_end(Session& session, const Row& first, const Row& last) {
  const Run& run = session.trainer().run();
  std::ostringstream out;
  out << title(run) << "\n\nStep " << fixed(last.step("step"), 0) << ":\n"
      << layer_table(last, run.layout) << "\nLoss of the batch " << fixed(last.step("loss"), 6)
      << ", at step 0 " << fixed(first.step("loss"), 6);
  for (const char* part : {"train", "test"}) {
    const Value e = evaluation(session, part);
    if (e.is_null()) continue;
    out << '\n' << part << ": loss " << fixed(*at(e, "loss").as_number(), 6);
    if (const double* share = at(e, "accuracy").as_number()) {
      out << ", accuracy " << percent(*share);
    }
  }
  out << "\n\n" << wrapped(sentence(session.diagnosis()), 0);
  write_lines(out.str());
}

void print_json(const Value& value) { write_lines(write_json(value) + '\n'); }

}  // namespace

int train(const Request& request) {
  const Options& options = request.options;
  const std::int64_t steps = options.integer("--steps", 0, kMostSteps, 1000);
  const std::int64_t every =
      options.integer("--every", 1, kMostSteps, std::max<std::int64_t>(1, steps / 100));
  const bool json = options.has("--json");
  const Config config = config_of(request);
  Session session(config);
  if (json) {
    Value::Object start{{"type", "run"}, {"config", write_config(config)}};
    const Value network = session.describe();
    start.insert(start.end(), network.as_object()->begin(), network.as_object()->end());
    print_json(start);
  }
  std::vector<Row> ends;  // the first row and the last
  {
    Progress progress;
    train_session(session, steps, every, [&](const Row& row) {
      if (json) print_json(row.value());
      if (ends.size() == 2) ends.pop_back();
      ends.push_back(row);
      const double done =
          session.step_count() / static_cast<double>(std::max<std::int64_t>(1, steps));
      progress.show(done, fixed(session.step_count(), 0) + " of " + std::to_string(steps) +
                              " steps, loss " + fixed(row.step("loss"), 4));
    });
  }
  if (!json) {
    print_end(session, ends.front(), ends.back());
    return kSuccess;
  }
  print_json(Value::Object{{"type", "end"},
                           {"steps", session.step_count()},
                           {"diagnosis", session.diagnosis()},
                           {"train", evaluation(session, "train")},
                           {"test", evaluation(session, "test")}});
  return kSuccess;
}

}  // namespace gradscope::tools::GRADSCOPE_PRECISION
