// JSON text: exact numbers, and texts that are too large or too deep.
#include "engine/registry/json.hpp"

#include <catch2/catch.hpp>

#include "engine/train/config.hpp"
#include "tests/engine/support.hpp"

using namespace gradscope;

namespace {

/// The one fault of a text.
ConfigError fault_of(const std::string& text) {
  ReadContext context;
  parse_json(text, context);
  REQUIRE(context.errors.size() == 1);
  return context.errors[0];
}

std::string again(const std::string& text) {
  ReadContext context;
  const std::string written = write_json(parse_json(text, context));
  CHECK(context.errors.empty());
  return written;
}

std::string repeated(const char* piece, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += piece;
  return text;
}

}  // namespace

TEST_CASE("json: plain values read back as they were written") {
  for (const char* text :
       {"null", "true", "false", "0", "-1", "1.5", "1e+300", "\"\"", "\"a\\\"\\\\b\\n\"", "[]",
        "{}", "[1,[2,[3]],{\"b\":1,\"a\":[true,null]}]", "\"\xE6\xA2\xAF\xE5\xBA\xA6\""}) {
    CHECK(again(text) == text);
  }
}

TEST_CASE("json: every double reads back as itself") {
  std::vector<double> values = {0.1,
                                1.0 / 3,
                                5e-324,
                                2.2250738585072014e-308,
                                1.7976931348623157e308,
                                9007199254740993.0,
                                -1e22,
                                1e15,
                                123456789.125};
  for (std::uint64_t i = 0; i < 2000; ++i) {  // all exponents alike
    const auto v = bits_as<double>(numbers(20).bits(i));
    if (v - v == 0) values.push_back(v);
  }
  int different = 0;
  for (const double v : values) {
    ReadContext context;
    const Value read = parse_json(write_json(v), context);
    different += read.as_number() != nullptr && same_bits(*read.as_number(), v) ? 0 : 1;
  }
  CHECK(different == 0);
}

TEST_CASE("json: numbers that JSON lacks are null, and named beside it") {
  CHECK(write_json(kNan) == "null");
  CHECK(write_json(kInfinity) == "null");
  CHECK(write_json(Value::Object{{"a", 1.0}, {"b", kNan}, {"c", -kInfinity}}) ==
        R"({"a":1,"b":null,"c":null,"not_finite":{"b":"nan","c":"-inf"}})");
  CHECK(write_json(Value::Object{{"a", Value::List{1.0, kInfinity}}}) ==
        R"({"a":[1,null],"not_finite":{"a":[null,"inf"]}})");
}

TEST_CASE("json: bytes that are no UTF-8 do not stop the writing") {
  CHECK(write_json(std::string("a\xFF z")) == "\"a\xEF\xBF\xBD z\"");
}

TEST_CASE("json: what is not JSON is refused") {
  for (const char* text : {"", "{", "[1,]", "{\"a\":1,}", "nan", "'a'", "01", "1 2", "\xFF",
                           "1e999", "\"\xFF\"", "{\"a\" 1}", "// x\n1"}) {
    INFO(text);
    CHECK(fault_of(text).message == "is not JSON");
  }
}

TEST_CASE("json: more than a megabyte is refused unread") {
  const ConfigError error = fault_of("[" + repeated("1234567,", 1250000) + "1]");
  CHECK(error.message == "10000003 bytes of JSON; at most 1048576 are allowed");
  CHECK(fault_of(std::string((1 << 20) + 1, ' ')).message ==
        "1048577 bytes of JSON; at most 1048576 are allowed");
  CHECK(fault_of(std::string(1 << 20, ' ')).message == "is not JSON");
}

TEST_CASE("json: deep nesting is refused and does not overflow the stack") {
  for (const std::size_t depth : {std::size_t{17}, std::size_t{10000}, std::size_t{500000}}) {
    INFO(depth << " levels");
    CHECK(fault_of(repeated("[", depth + 1) + repeated("]", depth + 1)).message ==
          "nested more than 16 levels deep");
  }
  const std::string objects = repeated("{\"a\":", 10000) + "1" + repeated("}", 10000);
  CHECK(fault_of(objects).message == "nested more than 16 levels deep");
  CHECK(read_config_text(objects).errors.size() >= 1);
  CHECK(fault_of(repeated("[", 1 << 20)).message == "nested more than 16 levels deep");
}

TEST_CASE("json: what is given twice is refused by name") {
  const auto place = [](const char* text) {
    const ConfigError error = fault_of(text);
    CHECK(error.message == "is given twice");
    return error.path;
  };
  CHECK(place(R"({"depth":3,"depth":3})") == "depth");
  CHECK(place(R"({"depth":3,"width":5,"\u0064epth":4})") == "depth");
  CHECK(place(R"({"update":["adam",{"kind":"adam","beta1":0.5,"beta1":0.6}]})") ==
        "update[1].beta1");
  CHECK(place(R"({"activation":{"kind":"relu","kind":"tanh"}})") == "activation.kind");
  CHECK(place(R"([[],[{"a":{"a":[]},"a":1}]])") == "[1][0].a");
}

TEST_CASE("json: an object has at most 256 members, so that doubles are found quickly") {
  std::string members;
  for (int i = 0; i < 256; ++i) members += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":0";
  ReadContext context;
  CHECK(parse_json('{' + members + '}', context).as_object()->size() == 256);
  CHECK(context.errors.empty());
  CHECK(fault_of('{' + members + ",\"x\":0}").message == "is one of more than 256 members");
}

TEST_CASE("json: nothing may stand behind it, a zero least of all") {
  using namespace std::string_literals;
  for (const std::string& text : {"{}\0"s, "{}\0{}"s, "\0{}"s, "1\0 2"s, "{} x"s, "[\0]"s}) {
    CHECK(fault_of(text).message == "is not JSON");
  }
}
