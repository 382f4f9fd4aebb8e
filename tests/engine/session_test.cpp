// The face of the engine: what a session answers, and what it says to input that is wrong.
#include <set>

#include "tests/engine/choices.hpp"
#include "tests/engine/rows.hpp"

using namespace gradscope;

namespace {

/// The faults of settings, as the module reports them: "path: message" each.
std::vector<std::string> faults(const Value& settings) {
  const Value errors = write_errors(read_config(settings).errors);
  std::vector<std::string> result;
  for (const Value& e : *errors.as_list()) {
    result.push_back(*e.find("path")->as_string() + ": " + *e.find("message")->as_string());
  }
  return result;
}

Value one(const char* key, Value value) { return Value::Object{{key, std::move(value)}}; }

double number(const Value& object, std::string_view key) { return *object.find(key)->as_number(); }

}  // namespace

TEST_CASE("session: a wrong setting is answered by its path and what is allowed") {
  using Faults = std::vector<std::string>;
  CHECK(faults(one("activation", "rleu")).front().substr(0, 11) == "activation:");
  CHECK(faults(one("learning_rate", -1)) == Faults{"learning_rate: -1 is outside [0, 1000000]"});
  CHECK(faults(one("depth", 65)) == Faults{"depth: 65 is outside [0, 64]"});
  CHECK(faults(one("seed", 4294967296.0)).size() == 1);
  CHECK(faults(Value::Object{}).empty());
}

TEST_CASE(
    "session: numbers that are none, and things that are no numbers, are refused everywhere") {
  const std::vector<Value> wrong = {kNan,    kInfinity,         -kInfinity,
                                    Value{}, Value::List{1, 2}, Value::Object{{"kind", "relu"}},
                                    "3"};
  for (const Slot& slot : kSlots<Config>) {
    if (slot.type != FieldType::kReal && slot.type != FieldType::kInteger) continue;
    for (const Value& value : wrong) {
      const auto found = faults(one(slot.key, value));
      INFO(slot.key << " = " << text_of(value));
      REQUIRE(found.size() == 1);
      CHECK(found[0].substr(0, found[0].find(':')) == slot.key);
    }
  }
}

TEST_CASE("session: settings that are no object are refused") {
  const std::vector<Value> wrong = {Value{}, 3, true, "v1", Value::List{}};
  for (const Value& value : wrong) {
    INFO(text_of(value));
    CHECK(faults(value).size() == 1);
  }
}

TEST_CASE("session: more memory than there is gets refused, as do too many faults to list") {
  const Value huge = Value::Object{{"width", 256},
                                   {"depth", 64},
                                   {"batch", 0},
                                   {"data", Value::Object{{"kind", "moons"}, {"samples", 20000}}}};
  REQUIRE(faults(huge).size() == 1);
  CHECK_THAT(faults(huge)[0], Catch::Contains("at most 512 MB"));
}

TEST_CASE("session: ten megabytes of junk are refused, as link and as JSON") {
  for (const char* start : {"v1&", "{", "v1&update=", "v1&activation=relu(", "{\"a\":[", "["}) {
    const std::string junk = start + std::string(10'000'000, start[0] == 'v' ? 'k' : '[');
    INFO(start);
    CHECK_FALSE(read_config_text(junk).errors.empty());
  }
}

TEST_CASE("session: a refused config leaves a running session as it is") {
  Session undisturbed(config_of("v1&update=adam")), running(config_of("v1&update=adam"));
  undisturbed.run(20, 1);
  running.run(10, 1);
  CHECK_FALSE(faults(one("learning_rate", kNan)).empty());
  CHECK_FALSE(read_config_text("v1&depth=1000").errors.empty());
  CHECK_FALSE(running.restore(std::vector<std::uint8_t>(64, 255)));
  running.run(10, 1);
  CHECK(same_array(copy_bytes(undisturbed), copy_bytes(running)));
}

TEST_CASE("session: describes its network and its data") {
  Session session(
      config_of("v1&depth=2&width=5&activation=prelu&normalization=batch_norm&data=digits("
                "samples:100)&batch=17"));
  const Value d = session.describe();
  CHECK(*d.find("loss")->as_string() == "cross_entropy");
  CHECK(number(d, "batch") == 17);
  const Value& data = *d.find("data");
  CHECK(*data.find("task")->as_string() == "classification");
  CHECK(number(data, "features") == 64);
  CHECK(number(data, "classes") == 10);
  CHECK(number(data, "train") == 75);
  CHECK(number(data, "test") == 25);
  const auto& layers = *d.find("layers")->as_list();
  REQUIRE(layers.size() == 3);
  CHECK(number(layers[0], "in") == 64);
  CHECK(number(layers[2], "in") == 5);
  CHECK(number(layers[2], "out") == 10);
  CHECK(*layers[0].find("activation")->as_string() == "prelu");
  CHECK(*layers[2].find("activation")->as_string() == "identity");
  std::set<std::string> names;
  double parameters = 0;
  for (const Value& t : *d.find("tensors")->as_list()) {
    names.insert(*t.find("name")->as_string());
    parameters += number(t, "rows") * number(t, "columns");
  }
  CHECK(names == std::set<std::string>{"W0", "b0", "gamma0", "beta0", "alpha0", "W1", "b1",
                                       "gamma1", "beta1", "alpha1", "W2", "b2"});
  CHECK(number(d, "parameters") == parameters);
}

TEST_CASE("session: the row size is that of the columns") {
  Session session(config_of("v1&depth=3"));
  CHECK(session.row_size() == static_cast<Index>(kStepColumns.size() + 4 * kLayerColumns.size()));
  CHECK(session.run(10, 4) == 3);
  CHECK(session.rows().size() == 3 * static_cast<std::size_t>(session.row_size()));
  CHECK(session.step_count() == 10);
  CHECK(session.run(0, 1) == 0);
  CHECK(session.rows().empty());
}

TEST_CASE("session: every tensor has its values, its gradient and its update") {
  Session session(
      config_of("v1&depth=2&width=5&normalization=layer_norm&activation=prelu&batch=13"));
  session.run(1, 1);
  const Trainer& trainer = session.trainer();
  for (const TensorSpec& t : trainer.run().layout.tensors()) {
    const auto part = [&](const Flat& flat) {
      return std::vector<double>(flat.data() + t.offset, flat.data() + t.offset + t.size());
    };
    INFO(t.name);
    CHECK(copy(session.values(t.name)) == part(trainer.params()));
    CHECK(copy(session.values("gradient." + t.name)) == part(trainer.gradient()));
    CHECK(copy(session.values("update." + t.name)) == part(trainer.last_update()));
  }
  const LayerValues& layer = trainer.network().layer(1);
  for (const auto& [name, panels] :
       {std::pair{"z1", layer.z}, std::pair{"a1", layer.a}, std::pair{"delta1", layer.delta}}) {
    const auto values = copy(session.values(name));
    REQUIRE(values.size() == 13 * 5);
    INFO(name);
    for (Index row = 0; row < 13; ++row) {
      for (Index f = 0; f < 5; ++f) {
        CHECK(values[static_cast<std::size_t>(row * 5 + f)] ==
              static_cast<double>(panels.at(row, f)));
      }
    }
  }
}

TEST_CASE("session: names that nothing has give nothing") {
  Session session(config_of("v1&depth=1&bias=false"));
  for (const char* name :
       {"", "W", "W2", "b0", "gradient.", "gradient.b0", "momentum.W0", "W0 ", "z", "z2", "a-1",
        "delta02", "train.", "test.W0", ".inputs.", "nonsense"}) {
    INFO(name);
    CHECK(session.values(name).empty());
  }
}

TEST_CASE("session: data are split, and evaluated as predict says") {
  Session session(config_of("v1&depth=1&activation=tanh&test_fraction=0.25"));
  session.run(100, 100);
  CHECK(session.values("train.inputs").size() == 2 * 300);
  CHECK(session.values("test.answers").size() == 100);
  const auto view = session.values("test.inputs");
  const std::vector<Scalar> inputs(view.begin(), view.end());
  const auto answers = copy(session.values("test.answers"));
  const auto outputs = copy(session.predict(inputs));
  REQUIRE(outputs.size() == answers.size());
  std::array<double, 4> confusion{};
  for (std::size_t i = 0; i < answers.size(); ++i) {
    ++confusion[static_cast<std::size_t>(2 * answers[i]) + (outputs[i] > 0 ? 1 : 0)];
  }
  const Value test = session.evaluate("test");
  const auto& counts = *test.find("confusion")->as_list();
  REQUIRE(counts.size() == 4);
  for (std::size_t i = 0; i < 4; ++i) CHECK(*counts[i].as_number() == confusion[i]);
  CHECK(number(test, "accuracy") == Approx((confusion[0] + confusion[3]) / 100).epsilon(1e-12));
}

TEST_CASE("session: without test data an evaluation says nothing") {
  Session session(config_of("v1&data=bowl&batch=0&depth=0"));
  CHECK(std::isnan(number(session.evaluate("test"), "loss")));
  CHECK(session.evaluate("test").find("confusion")->as_list()->empty());
  CHECK(number(session.evaluate("train"), "loss") >= 0);
}

TEST_CASE("session: with its observations a snapshot is followed by the same rows and diagnoses") {
  const Config config = config_of("v1&depth=2&width=5&batch=24&test_every=10");
  const auto copy = [](auto span) { return std::vector(span.begin(), span.end()); };
  Session straight(config);
  Session other(config);
  straight.run(25, 7);  // tested at 0, 14: after that at 24 or later, not at 30
  const auto bytes = copy(straight.snapshot());
  const auto seen = copy(straight.observations());
  straight.run(10, 3);
  const auto rows = copy(straight.rows());
  const double ratio = number(straight.diagnosis(), "loss_ratio");
  other.run(3, 1);
  REQUIRE(other.restore(bytes));
  REQUIRE(other.take_up(seen));
  other.run(10, 3);
  CHECK(same_array(copy(other.rows()), rows));
  CHECK(number(other.diagnosis(), "loss_ratio") == ratio);
  REQUIRE(other.restore(bytes));  // alone it does not know which rows were asked for
  other.run(10, 3);
  CHECK_FALSE(same_array(copy(other.rows()), rows));
  CHECK(number(other.diagnosis(), "loss_ratio") != ratio);
}

TEST_CASE("session: observations that do not fit are refused") {
  Session session(config_of("v1&depth=2"));
  session.run(3, 1);
  const auto span = session.observations();
  std::vector<double> seen(span.begin(), span.end());
  const auto fits = [&](std::span<const double> some) { return session.take_up(some); };
  CHECK(fits(seen));
  CHECK_FALSE(fits({}));
  CHECK_FALSE(fits(std::span(seen).first(seen.size() - 1)));
  for (const double wrong : {-1.0, 1e300, kNan, kInfinity}) {
    seen.back() = wrong;
    CHECK_FALSE(fits(seen));
  }
}
