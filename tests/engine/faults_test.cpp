// Whole configs that are wrong: every fault is reported, also those that need several settings.
#include <catch2/catch.hpp>

#include "engine/data/digits.hpp"
#include "engine/train/config.hpp"

using namespace gradscope;

namespace {

std::string message_of(const char* text, const char* path) {
  const ConfigResult result = read_config_text(text);
  INFO(text);
  REQUIRE(result.errors.size() == 1);
  CHECK(result.errors[0].path == path);
  return result.errors[0].message;
}

bool fine(const char* text) { return read_config_text(text).errors.empty(); }

}  // namespace

TEST_CASE("config: all faults come back at once, each with its path") {
  const ConfigResult result = read_config_text(R"({
    "seed": -1, "depth": 2.5, "width": "wide", "activation": {"kind": "leaky_relu", "alpha": 2},
    "update": ["adma", {"kind": "adam", "beta1": 1.2, "beta2": "x", "gamma": 0}, "article_ascent"],
    "order": "sorted", "bias": 1, "loss": ["mse", "mae"], "learning_rat": 1,
    "data": {"noise": 1}, "schedule": {"kind": "multistep", "milestones": [1, -1, 2, 0.5]}})");
  std::vector<std::string> paths;
  for (const ConfigError& e : result.errors) paths.push_back(e.path);
  CHECK(paths == std::vector<std::string>{
                     "seed", "depth", "width", "activation.alpha", "update[0]", "update[1].beta1",
                     "update[1].beta2", "update[1].gamma", "update[2]", "order", "bias", "loss",
                     "learning_rat", "data", "schedule.milestones[1]", "schedule.milestones[3]"});
  CHECK(result.errors[5].message == "1.2 is outside [0, 0.99999]");
}

TEST_CASE("config: no more than 32 faults are listed") {
  std::string text = "{";
  for (int i = 0; i < 100; ++i) text += "\"wrong" + std::to_string(i) + "\": 1,";
  CHECK(read_config_text(text + "\"seed\": 1}").errors.size() == 32);
}

TEST_CASE("config: a long unknown key is shown shortened") {
  const std::string text = "{\"" + std::string(5000, 'k') + "\": 1}";
  const ConfigResult result = read_config_text(text);
  REQUIRE(result.errors.size() == 1);
  CHECK(result.errors[0].path == std::string(40, 'k'));
}

TEST_CASE("config: a batch larger than the training samples is refused") {
  CHECK(message_of("v1&data=moons(samples:40)&batch=31", "batch") ==
        "31 is more than the 30 training samples; 0 takes all");
  CHECK(fine("v1&data=moons(samples:40)&batch=30"));
  CHECK(fine("v1&data=moons(samples:40)&batch=0"));
  CHECK(fine("v1&data=moons(samples:40)&batch=31&test_fraction=0.2"));
}

TEST_CASE("config: one sample cannot be batch-normalised") {
  CHECK_THAT(message_of("v1&batch=1&normalization=batch_norm", "batch"), Catch::Contains("use 2"));
  CHECK_THAT(message_of("v1&data=bowl&batch=0&normalization=batch_norm", "batch"),
             Catch::Contains("use 2"));
  CHECK(fine("v1&batch=2&normalization=batch_norm"));
  CHECK(fine("v1&batch=1&normalization=layer_norm"));
}

TEST_CASE("config: activations are given for every hidden layer or for none") {
  CHECK(message_of("v1&depth=3&activations=relu,tanh", "activations") ==
        "2 given for 3 hidden layers; give one each or none");
  CHECK(fine("v1&depth=2&activations=relu,tanh"));
  CHECK(fine("v1&depth=2&activations="));
}

TEST_CASE("config: a loss for classes needs classes") {
  for (const char* loss : {"bce_logits", "bce", "cross_entropy", "hinge", "squared_hinge"}) {
    const std::string text = std::string("v1&data=sine&loss=") + loss;
    CHECK(message_of(text.c_str(), "loss") ==
          std::string(loss) + " needs classes; sine has numbers");
  }
  for (const char* loss : {"mse", "half_mse", "mse_batch", "mae", "huber", "smooth_l1"}) {
    CHECK(fine((std::string("v1&data=sine&loss=") + loss).c_str()));
    CHECK(fine((std::string("v1&data=moons&loss=") + loss).c_str()));
  }
}

TEST_CASE("config: a run that needs more than 512 MB is refused before it is made") {
  CHECK_THAT(message_of("v1&width=256&depth=64&batch=15000&data=moons(samples:20000)", "width"),
             Catch::Contains("at most 512 MB"));
  CHECK(fine("v1&width=256&depth=64&batch=32"));
}

TEST_CASE("config: faults of the settings together come all at once, too") {
  const ConfigResult result =
      read_config_text("v1&data=sine(samples:20)&batch=19&loss=hinge&activations=relu");
  std::vector<std::string> paths;
  for (const ConfigError& e : result.errors) paths.push_back(e.path);
  CHECK(paths == std::vector<std::string>{"activations", "batch", "loss"});
}

TEST_CASE("config: text that is neither JSON nor a link is refused") {
  CHECK(message_of("", "link") == "begins with \"\"; only version v1 is known");
  CHECK_THAT(message_of("v2&depth=3", "link"), Catch::Contains("only version v1"));
  CHECK(message_of("{", "") == "is not JSON");
  CHECK(message_of("{\"seed\": 1} x", "") == "is not JSON");
  CHECK(fine(" \n{\"seed\": 1}"));
}
