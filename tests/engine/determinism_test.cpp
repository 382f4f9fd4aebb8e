// The same bits everywhere: tests/determinism.json holds one set of hashes, and g++, clang++ and
// WebAssembly must all arrive at it. tests/web and tests/e2e replay "runs" through the module.
//
// A line of the file is about one thing, so that a line that changed says what did, and a new
// member or column only adds lines:
// - under a precision and a family, each member: a short run, and the learning rates to come. Its
//   rows count as far as "columns" of the file lists them: a column that is new is not among them.
// - in each of "runs", "state" (what a snapshot holds) and each column (its rows).
//
// A hash is FNV-1a (Fowler, Noll and Vo 1991), 64 bits, over little-endian bytes. Every NaN of a
// row counts as 7ff8000000000000: which of the many NaNs an operation yields is the processor's
// choice. For the same reason a member whose run meets trouble is hashed by its rows before that
// and by the place of the trouble. No run of "runs" meets any.
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
  void add(double x) {
    const double canonical = std::isnan(x) ? kNotMeasured : x;
    add(&canonical, sizeof canonical);
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

/// The state in a snapshot, without the fingerprint of the config in front and the checksum behind.
/// The header counts as the first version's: hashes are of numbers, and outlive changes of the
/// form.
void add_state(Hash& hash, std::span<const std::uint8_t> snapshot) {
  std::array<std::uint8_t, 8> header{};
  std::copy_n(snapshot.begin(), header.size(), header.begin());
  header.back() = '1';
  hash.add(header);
  hash.add(snapshot.subspan(16, snapshot.size() - 24));
}

/// A hash for each column, by its key: all rows, and in a row all layers.
std::map<std::string, Hash> column_hashes(std::span<const double> rows, Index row_size) {
  std::vector<Hash> hashes(kStepColumns.size() + kLayerColumns.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::size_t column = i % static_cast<std::size_t>(row_size);
    if (column >= hashes.size()) {  // of a layer behind the first
      column = kStepColumns.size() + (column - kStepColumns.size()) % kLayerColumns.size();
    }
    hashes[column].add(rows[i]);
  }
  std::map<std::string, Hash> by_key;
  for (std::size_t i = 0; i < hashes.size(); ++i) by_key[column_key(i)] = hashes[i];
  return by_key;
}

/// 30 steps with every row, and learning rates far ahead, where a short run does not get.
std::string member_hash(const std::string& link, const Value::List& columns) {
  Hash hash;
  Session session(config_of(link));
  session.run(30, 1);
  std::span<const double> rows = session.rows();
  if (const auto& trouble = session.trainer().trouble()) {
    rows = rows.first(rows.size() - static_cast<std::size_t>(session.row_size()));
    hash.add(&trouble->step, sizeof trouble->step);
    const std::int64_t layer = trouble->layer;
    hash.add(&layer, sizeof layer);
    hash.add(trouble->tensor);
  } else {
    add_state(hash, session.snapshot());
  }
  const auto hashes = column_hashes(rows, session.row_size());
  for (const Value& key : columns) hash.add(hashes.at(*key.as_string()).text());
  const LearningRate& rate = session.trainer().run().learning_rate;
  for (std::int64_t t = 0; t < 100'000'000; t += 1 + t / 2) {
    hash.add(rate.rate(t, {}));
    hash.add(rate.momentum(t));
  }
  return hash.text();
}

Value member_hashes(const Value::List& columns) {
  Value::Object families;
  for (const MemberRun& run : member_runs()) {
    if (families.empty() || families.back().first != run.family) {
      families.emplace_back(run.family, Value::Object{});
    }
    Value::Object members = *families.back().second.as_object();
    members.emplace_back(run.kind, member_hash(run.link, columns));
    families.back().second = std::move(members);
  }
  return families;
}

Value run_hashes(const Value& run) {
  Session session(config_of(*run.find("link")->as_string()));
  const auto number = [&](const char* key) {
    return static_cast<Index>(*run.find(key)->as_number());
  };
  session.run(number("steps"), number("stride"));
  REQUIRE_FALSE(session.trainer().trouble());
  Hash state;
  add_state(state, session.snapshot());
  Value::Object hashes{{"state", state.text()}};
  const auto columns = column_hashes(session.rows(), session.row_size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    hashes.emplace_back(column_key(i), columns.at(column_key(i)).text());
  }
  return hashes;
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
  Value::List runs;
  for (const Value& run : *file.find("runs")->as_list()) {
    runs.push_back(with(run, kPrecision, run_hashes(run)));
  }
  const Value members = member_hashes(*file.find("columns")->as_list());
  return with(with(file, kPrecision, members), "runs", runs);
}

/// What two trees of hashes do not have in common, each as "activation.tanh: changed".
std::vector<std::string> differences(const Value& pinned, const Value& now,
                                     const std::string& path = "") {
  std::vector<std::string> found;
  const auto note = [&](const std::string& name, const char* what) {
    found.push_back(name + ": " + what);
  };
  for (const auto& [key, value] : *now.as_object()) {
    const std::string name = path.empty() ? key : path + '.' + key;
    const Value* before = pinned.find(key);
    if (before == nullptr) {
      note(name, "not pinned");
    } else if (value.as_object() != nullptr) {
      for (std::string& line : differences(*before, value, name)) found.push_back(std::move(line));
    } else if (*value.as_string() != *before->as_string()) {
      note(name, "changed");
    }
  }
  for (const auto& [key, value] : *pinned.as_object()) {
    if (now.find(key) == nullptr) note(path.empty() ? key : path + '.' + key, "pinned but gone");
  }
  return found;
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

TEST_CASE("determinism: what differs from the file is named") {
  const Value pinned = Value::Object{{"loss", Value::Object{{"mse", "1"}, {"mae", "2"}}}};
  const Value now = Value::Object{{"loss", Value::Object{{"mse", "3"}, {"huber", "4"}}}};
  CHECK(differences(pinned, pinned).empty());
  CHECK(differences(pinned, now) == std::vector<std::string>{"loss.mse: changed",
                                                             "loss.huber: not pinned",
                                                             "loss.mae: pinned but gone"});
}

TEST_CASE("determinism: every run and every member of every family has the bits of the file") {
  const Value file = read_file();
  const Value now = computed(file);
  if (std::getenv("GRADSCOPE_PIN") != nullptr) {
    std::ofstream(kFile) << write_json(now, 2) << '\n';
    WARN("wrote the hashes of " << kPrecision << " to " << kFile);
    return;
  }
  const std::vector<std::string> none;
  REQUIRE(file.find(kPrecision) != nullptr);
  CHECK(differences(*file.find(kPrecision), *now.find(kPrecision)) == none);
  const auto& runs = *now.find("runs")->as_list();
  REQUIRE(runs.size() > 0);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const Value& before = (*file.find("runs")->as_list())[i];
    INFO(*before.find("link")->as_string());
    REQUIRE(before.find(kPrecision) != nullptr);
    CHECK(differences(*before.find(kPrecision), *runs[i].find(kPrecision)) == none);
  }
}
