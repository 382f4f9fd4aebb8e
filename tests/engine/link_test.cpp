// The grammar of links: the shared examples of tests/links.json, the module's own presets, and
// thousands of texts that are no links.
#include "engine/registry/link.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>

#include "engine/train/presets.hpp"
#include "tests/engine/choices.hpp"
#include "tests/engine/support.hpp"

using namespace gradscope;

namespace {

/// tests/links.json: [{link, and config (what differs from the defaults) or faults (paths)}].
Value::List examples() {
  std::ifstream file(GRADSCOPE_TESTS "/links.json");
  REQUIRE(file.is_open());
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  ReadContext context;
  const Value value = parse_json(text, context);
  REQUIRE(context.errors.empty());
  return *value.as_list();
}

std::string text_of(const Config& config) { return write_json(write_config(config)); }

std::vector<std::string> paths(const ConfigErrors& errors) {
  std::vector<std::string> result;
  for (const ConfigError& e : errors) result.push_back(e.path);
  return result;
}

/// Whatever the text: no crash, and what is accepted is a config without faults.
void survive(const std::string& text) {
  const ConfigResult result = read_config_text(text);
  if (!result.errors.empty()) {
    for (const ConfigError& e : result.errors) REQUIRE(!e.message.empty());
    return;
  }
  const ConfigResult again = read_config(write_config(result.config));
  INFO(text);
  REQUIRE(again.errors.empty());
  REQUIRE(text_of(again.config) == text_of(result.config));
}

}  // namespace

TEST_CASE("link: the shared examples are read as they say") {
  int configs = 0;
  int faults = 0;
  for (const Value& example : examples()) {
    const std::string& link = *example.find("link")->as_string();
    const ConfigResult result = read_config_text(link);
    INFO(link);
    if (const Value* config = example.find("config")) {
      CHECK(paths(result.errors) == std::vector<std::string>{});
      const ConfigResult expected = read_config(*config);
      REQUIRE(expected.errors.empty());
      CHECK(text_of(result.config) == text_of(expected.config));
      ++configs;
    } else {
      std::vector<std::string> expected;
      for (const Value& path : *example.find("faults")->as_list()) {
        expected.push_back(*path.as_string());
      }
      CHECK(paths(result.errors) == expected);
      ++faults;
    }
  }
  CHECK(configs > 30);
  CHECK(faults > 50);
}

TEST_CASE("link: what the page keeps does not reach the engine") {
  ReadContext context;
  const Value value = parse_link("v1&ui.depth=99&depth=3&ui.", context);
  CHECK(context.errors.empty());
  REQUIRE(value.as_object()->size() == 1);
  CHECK(value.as_object()->front().first == "depth");
}

TEST_CASE("link: more than 4096 bytes are refused unread") {
  const std::string longest = "v1&" + std::string(4093, '&');
  CHECK(read_config_text(longest).errors.empty());
  for (const std::size_t size : {std::size_t{4097}, std::size_t{10'000'000}}) {
    const ConfigResult result = read_config_text("v1&" + std::string(size - 3, 'x'));
    REQUIRE(result.errors.size() == 1);
    CHECK(result.errors[0].path == "link");
    CHECK(result.errors[0].message == std::to_string(size) + " bytes; at most 4096 are allowed");
  }
}

TEST_CASE("link: junk of any size has at most 32 faults, and a wrong value is never used") {
  std::string junk = "v1";
  for (int i = 0; i < 40; ++i) junk += "&depth=!";
  for (int i = 0; i < 40; ++i) junk += "&colour" + std::to_string(i) + "=1";
  CHECK(read_config_text(junk).errors.size() == 32);
  ReadContext context;
  CHECK(parse_link(junk + "&width=5,!", context).find("width") == nullptr);
}

TEST_CASE("link: nested parentheses cannot overflow the stack") {
  std::string deep = "v1&update=";
  for (int i = 0; i < 500; ++i) deep += "a(b:";
  for (int i = 0; i < 500; ++i) deep += ")";
  CHECK(!read_config_text(deep).errors.empty());
  CHECK(!read_config_text("v1&update=" + std::string(4000, '(')).errors.empty());
  CHECK(!read_config_text("v1&update=" + std::string(4000, ')')).errors.empty());
}

TEST_CASE("link: incomplete percent escapes stand for themselves") {
  for (const char* text : {"v1&depth=3%", "v1&depth=3%2", "v1&depth=3%zz", "v1&depth=%00", "%"}) {
    INFO(text);
    CHECK(!read_config_text(text).errors.empty());
  }
}

TEST_CASE("link: random bytes do not crash the parser") {
  for (std::uint64_t i = 0; i < 2000; ++i) {
    const Stream stream = Stream::of(i, Purpose::kCheck, 1);
    std::string text = i % 2 == 0 ? "v1&" : "";
    const std::uint64_t length = stream.below(0, 200);
    for (std::uint64_t k = 1; k <= length; ++k) text += static_cast<char>(stream.below(k, 256));
    survive(text);
  }
}

TEST_CASE("link: links with a few wrong characters do not crash the parser") {
  const std::string alphabet = "&=(),;:#%.+-_eE0123456789abz \"{}[]\\\n\xff";
  std::vector<std::string> seeds;
  for (const Value& example : examples()) seeds.push_back(*example.find("link")->as_string());
  for (const Preset& preset : kPresets) seeds.push_back(preset.link);
  for (std::uint64_t i = 0; i < 10000; ++i) {
    const Stream stream = Stream::of(i, Purpose::kCheck, 2);
    std::string text = seeds[static_cast<std::size_t>(i) % seeds.size()];
    const std::uint64_t edits = 1 + stream.below(0, 4);
    for (std::uint64_t k = 0; k < edits; ++k) {
      const std::size_t at = index_below(stream, 10 * k + 1, text.size() + 1);
      const char c = alphabet[index_below(stream, 10 * k + 2, alphabet.size())];
      const std::uint64_t kind = stream.below(10 * k + 3, 3);
      if (kind == 0 || at == text.size())
        text.insert(at, 1, c);
      else if (kind == 1)
        text[at] = c;
      else
        text.erase(at, 1 + index_below(stream, 10 * k + 4, 5));
    }
    survive(text);
  }
}
