// Target `run`: a config from bytes, and some steps of it. Either faults with names, or numbers
// that are finite or reported, in memory that its sizes explain; and the same numbers however the
// steps are cut into calls.
#include <sanitizer/allocator_interface.h>

#include <algorithm>
#include <cmath>

#include "engine/registry/json.hpp"
#include "tests/fuzz/any_config.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {
namespace fuzz {

namespace {

constexpr double kRunWork = 5e5;

/// Bytes that are held, as the address sanitizer tells.
struct Heap {
  std::size_t now = 0;
  std::size_t most = 0;
} heap;

const int installed = __sanitizer_install_malloc_and_free_hooks(
    [](const volatile void*, std::size_t size) {
      heap.now += size;
      heap.most = std::max(heap.most, heap.now);
    },
    [](const volatile void* p) {
      heap.now -= __sanitizer_get_allocated_size(const_cast<const void*>(p));
    });

/// What a run may hold: some arrays for each parameter, for each unit and sample, and for each
/// number of the data.
double most_bytes(const Config& config, double rows) {
  constexpr double kArrays = 24;
  const auto width = static_cast<double>(config.width);
  const auto depth = static_cast<double>(config.depth);
  const auto samples = static_cast<double>(training_samples(config.data, 0));
  const auto batch = config.batch == 0 ? samples : static_cast<double>(config.batch);
  const double params = 64 * width + depth * width * (width + 4);
  const double units = 128 + (depth + 1) * (width + 12);
  const double links = 1 + static_cast<double>(config.update.size());
  return 0x100000 + sizeof(double) * (kArrays * (params * links + (batch + 16) * units) +
                                      200 * samples + 64 * rows * (depth + 2));
}

bool finite(const Flat& numbers) {
  return std::all_of(numbers.data(), numbers.data() + numbers.size(),
                     [](Scalar x) { return std::isfinite(x); });
}

/// The rows of the last call, and what they say about trouble.
void check_rows(const Session& s, Index count) {
  const auto size = static_cast<std::size_t>(s.row_size());
  require(s.rows().size() == static_cast<std::size_t>(count) * size, "rows are whole");
  double before = -1;
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    const double* row = s.rows().data() + i * size;
    require(row[kStepColumn] > before, "rows come in the order of their steps");
    before = row[kStepColumn];
    if (s.trainer().trouble()) continue;
    require(std::isfinite(row[place_of(kStepColumns, "loss")]), "without trouble a loss is finite");
    require(std::isfinite(row[place_of(kStepColumns, "gradient_norm")]), "so is a gradient");
  }
}

void check_trouble(Session& s) {
  const auto& trouble = s.trainer().trouble();
  if (!trouble) {
    require(finite(s.trainer().params()), "without trouble every parameter is finite");
    return;
  }
  require(trouble->step >= 0 && static_cast<double>(trouble->step) <= s.step_count(),
          "trouble has a step");
  require(trouble->layer >= 0 && trouble->layer < s.trainer().run().layout.depth(),
          "trouble has a layer");
  require(!trouble->tensor.empty(), "trouble has a tensor");
  const double steps = s.step_count();
  require(s.run(3, 1) == 0 && s.probe() == 0 && s.step_count() == steps, "trouble is the end");
}

/// Every verb that only answers.
void ask(Session& s, Bytes& input) {
  const Run& run = s.trainer().run();
  for (const TensorSpec& t : run.layout.tensors()) {
    for (const char* of : {"", "gradient.", "update."}) {
      require(s.values(of + t.name).size() == static_cast<std::size_t>(t.size()),
              "a tensor has its size");
    }
  }
  require(s.values(std::to_string(input.word())).empty(), "what is not there has no numbers");
  std::vector<Scalar> inputs(static_cast<std::size_t>(run.data.train.features) * input.below(20));
  for (Scalar& x : inputs) x = static_cast<Scalar>(input.real());
  const std::size_t rows = inputs.size() / static_cast<std::size_t>(run.data.train.features);
  require(s.predict(inputs).size() == rows * static_cast<std::size_t>(run.layout.outputs()),
          "a prediction has a row for each input");
  for (const char* part : {"train", "test"}) write_json(s.evaluate(part));
  const std::string told = write_json(s.diagnosis()) + write_json(s.describe());
  require(told.find("\"verdict\":\"") != std::string::npos, "there is a verdict");
}

/// The same steps one by one, with rows that nobody reads.
void check_calls(const Config& config, double steps, std::span<const std::uint8_t> state) {
  Session other(config);
  while (other.step_count() < steps && !other.trainer().trouble()) other.run(1, 1);
  require(std::ranges::equal(other.snapshot(), state), "calls do not change numbers");
}

/// Nothing is lost between settings and config.
bool reads(const Value& settings, const ConfigResult& result) {
  check_faults(result.errors);
  ReadContext context;
  const Value text = parse_json(write_json(settings), context);
  // Numbers that JSON lacks are other faults there.
  if (result.errors.empty()) {
    require(context.errors.empty() && read_config(text).errors.empty(), "settings are JSON");
    const Value written = write_config(result.config);
    const ConfigResult again = read_config(written);
    require(again.errors.empty(), "what is written has no fault");
    require(write_json(write_config(again.config)) == write_json(written),
            "a config written is the config read");
  }
  return result.errors.empty();
}

}  // namespace

void run(Bytes input) {
  require(installed != 0, "memory is counted");
  const Index steps = 1 + static_cast<Index>(input.below(6));
  const Index stride = static_cast<Index>(input.below(4));
  const std::uint8_t choices = input.byte();
  const Value settings = any_settings(input);
  const ConfigResult result = read_config(settings);
  if (!reads(settings, result) || work_of(result.config, static_cast<double>(steps)) > kRunWork)
    return;
  const std::size_t before = heap.most = heap.now;
  std::vector<std::uint8_t> state;
  double done = 0;
  {
    Session s(result.config);
    s.select("*", "*");
    if ((choices & 1) != 0) check_rows(s, s.probe());
    check_rows(s, s.run(steps, stride));
    check_trouble(s);
    done = s.step_count();
    const auto bytes = s.snapshot();
    state.assign(bytes.begin(), bytes.end());
    ask(s, input);
    if ((choices & 2) != 0) s.reset_units();
    require(s.restore(state) && std::ranges::equal(s.snapshot(), state), "a snapshot restores");
  }
  require(static_cast<double>(heap.most - before) <=
              most_bytes(result.config, static_cast<double>(steps)),
          "a run takes the memory that its sizes explain");
  if ((choices & 12) == 12) check_calls(result.config, done, state);
}

}  // namespace fuzz
}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
