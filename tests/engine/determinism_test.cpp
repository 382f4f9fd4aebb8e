// The same bits everywhere: tests/determinism.json holds one set of hashes, and g++, clang++ and
// WebAssembly must all arrive at it. tests/web and tests/e2e replay "runs" through the module.
//
// A hash is FNV-1a (Fowler, Noll and Vo 1991), 64 bits, over the bytes of the snapshot and then of
// the rows, little-endian. Every NaN of a row counts as 7ff8000000000000: which of the many NaNs an
// operation yields is the processor's choice. For the same reason a run that meets trouble is
// hashed by its rows before that and by the place of the trouble. No run of "runs" meets any.
//
// With the environment variable GRADSCOPE_PIN set, the file is written instead.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/engine/members.hpp"
#include "tests/engine/rows.hpp"

using namespace gradscope;

namespace {

const std::string kFile = GRADSCOPE_TESTS "/determinism.json";
constexpr const char* kPrecision = sizeof(Scalar) == 4 ? "float32" : "float64";

class Hash {
 public:
  void add(const void* data, std::size_t size) {
    const auto* bytes = static_cast<const unsigned char*>(data);
    for (std::size_t i = 0; i < size; ++i) value_ = (value_ ^ bytes[i]) * 0x100000001B3;
  }
  template <class Array>
  void add(const Array& array) {
    add(array.data(), array.size() * sizeof(*array.data()));
  }
  void add_rows(std::span<const double> rows) {
    for (const double x : rows) {
      const double canonical = std::isnan(x) ? kNotMeasured : x;
      add(&canonical, sizeof canonical);
    }
  }
  std::string text() const {
    std::string digits(16, '0');
    for (int i = 0; i < 16; ++i) {
      digits[static_cast<std::size_t>(15 - i)] = "0123456789abcdef"[value_ >> (4 * i) & 15];
    }
    return digits;
  }

 private:
  std::uint64_t value_ = 0xCBF29CE484222325;
};

void add_run(Hash& hash, const std::string& link, Index steps, Index stride) {
  Session session(config_of(link));
  session.run(steps, stride);
  std::span<const double> rows = session.rows();
  if (const auto& trouble = session.trainer().trouble()) {
    const auto size = static_cast<std::size_t>(session.row_size());
    rows = rows.first(rows.size() - (stride == 1 ? size : 0));
    hash.add(&trouble->step, sizeof trouble->step);
    const std::int64_t layer = trouble->layer;
    hash.add(&layer, sizeof layer);
    hash.add(trouble->tensor);
  } else {
    hash.add(session.snapshot());
  }
  hash.add_rows(rows);
  const LearningRate& rate = session.trainer().run().learning_rate;
  std::vector<double> rates;  // far ahead, where a short run does not get
  for (std::int64_t t = 0; t < 100'000'000; t += 1 + t / 2) {
    rates.push_back(rate.rate(t, {}));
    rates.push_back(rate.momentum(t));
  }
  hash.add_rows(rates);
}

/// Members in turn, 30 steps each with every row, and the learning rates to come.
std::string family_hash(std::string_view family) {
  Hash hash;
  for (const MemberRun& run : member_runs()) {
    if (run.family == family) add_run(hash, run.link, 30, 1);
  }
  return hash.text();
}

std::string run_hash(const Value& run) {
  Hash hash;
  Session session(config_of(*run.find("link")->as_string()));
  const auto number = [&](const char* key) {
    return static_cast<Index>(*run.find(key)->as_number());
  };
  session.run(number("steps"), number("stride"));
  REQUIRE_FALSE(session.trainer().trouble());
  hash.add(session.snapshot());
  hash.add_rows(session.rows());
  return hash.text();
}

Value read_file() {
  std::ifstream file(kFile);
  std::stringstream text;
  text << file.rdbuf();
  ReadContext context;
  const Value value = parse_json(text.str(), context);
  REQUIRE(context.errors.empty());
  return value;
}

/// The object with one member set.
Value with(const Value& object, std::string_view key, const Value& value) {
  Value::Object result;
  bool known = false;
  for (const auto& [name, old] : *object.as_object()) {
    result.emplace_back(name, name == key ? value : old);
    known = known || name == key;
  }
  if (!known) result.emplace_back(std::string(key), value);
  return result;
}

Value computed(const Value& file) {
  Value families = Value::Object{};
  for (const ChoiceKey& choice : all_families()) {
    families = with(families, choice.family->key, family_hash(choice.family->key));
  }
  Value::List runs;
  for (const Value& run : *file.find("runs")->as_list()) {
    runs.push_back(with(run, kPrecision, run_hash(run)));
  }
  return with(with(file, kPrecision, families), "runs", runs);
}

}  // namespace

TEST_CASE("determinism: the hash is FNV-1a") {
  Hash hash;
  CHECK(hash.text() == "cbf29ce484222325");  // the published values of "", "a" and "foobar"
  hash.add("a", 1);
  CHECK(hash.text() == "af63dc4c8601ec8c");
  Hash other;
  other.add("foobar", 6);
  CHECK(other.text() == "85944171f73967e8");
}

TEST_CASE("determinism: every run and every member of every family has the bits of the file") {
  const Value file = read_file();
  const Value now = computed(file);
  if (std::getenv("GRADSCOPE_PIN") != nullptr) {
    std::ofstream(kFile) << write_json(now, 2) << '\n';
    WARN("wrote the hashes of " << kPrecision << " to " << kFile);
    return;
  }
  const auto& families = *now.find(kPrecision)->as_object();
  const Value* pinned = file.find(kPrecision);
  REQUIRE(pinned != nullptr);
  CHECK(pinned->as_object()->size() == families.size());
  for (const auto& [family, hash] : families) {
    INFO(family);
    REQUIRE(pinned->find(family) != nullptr);
    CHECK(*pinned->find(family)->as_string() == *hash.as_string());
  }
  const auto& runs = *now.find("runs")->as_list();
  REQUIRE(runs.size() > 0);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const Value& before = (*file.find("runs")->as_list())[i];
    INFO(*before.find("link")->as_string());
    REQUIRE(before.find(kPrecision) != nullptr);
    CHECK(*before.find(kPrecision)->as_string() == *runs[i].find(kPrecision)->as_string());
  }
}
