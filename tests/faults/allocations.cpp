// The program `faults`: the n-th allocation fails, for every n of a run. Natively that is
// bad_alloc, whether it was operator new that failed or the malloc that Eigen calls. After it
// nothing is lost or held, and the same run gives the same bits. Prints a line of JSON for each
// run.
//
//   faults EVERY     every EVERY-th allocation, from the first on
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>

#include "engine/data/digits.hpp"
#include "engine/registry/json.hpp"
#include "engine/train/session.hpp"

extern const char* const kDigitsText;
extern "C" void* __real_malloc(std::size_t size);  // the linker's --wrap=malloc, and =free
extern "C" void __real_free(void* p);

namespace {

long held = 0;     // allocations that nobody has given back
long count = 0;    // allocations of this attempt
long failing = 0;  // the one that fails; 0: none

bool fails() { return ++count == failing; }

void* taken(void* p) {
  if (p != nullptr) ++held;
  return p;
}

}  // namespace

extern "C" void* __wrap_malloc(std::size_t size) {
  return fails() ? nullptr : taken(__real_malloc(size));
}
extern "C" void __wrap_free(void* p) {
  if (p != nullptr) --held;
  __real_free(p);
}

void* operator new(std::size_t size) {
  if (fails()) throw std::bad_alloc();
  return taken(__real_malloc(size));
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  if (fails()) throw std::bad_alloc();
  const auto a = static_cast<std::size_t>(alignment);
  return taken(std::aligned_alloc(a, (size + a - 1) / a * a));
}
void* operator new[](std::size_t size) { return operator new(size); }
void* operator new[](std::size_t size, std::align_val_t alignment) {
  return operator new(size, alignment);
}
void operator delete(void* p) noexcept { __wrap_free(p); }
void operator delete(void* p, std::size_t) noexcept { __wrap_free(p); }
void operator delete(void* p, std::align_val_t) noexcept { __wrap_free(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { __wrap_free(p); }
void operator delete[](void* p) noexcept { __wrap_free(p); }
void operator delete[](void* p, std::size_t) noexcept { __wrap_free(p); }
void operator delete[](void* p, std::align_val_t) noexcept { __wrap_free(p); }
void operator delete[](void* p, std::size_t, std::align_val_t) noexcept { __wrap_free(p); }

using namespace gradscope;

namespace {

/// Runs with much of what a run can have.
constexpr const char* kLinks[] = {
    "v1&depth=2&width=5&activation=tanh&update=adam",
    ("v1&depth=3&width=6&normalization=batch_norm&dropout=0.1&residual=true"
     "&update=clip_by_global_norm,muon,asgd&schedule=plateau&reset=redo"),
    R"({"data": {"kind": "digits", "samples": 40}, "depth": 1, "batch": 8, "init": "lsuv",
        "activations": ["prelu"], "loss": ["cross_entropy"], "update": ["lion"]})",
    "v1&data=sine(samples:20)&batch=0&depth=0&loss=huber&update=rprop&l1=0.1",
    "v1&depth=99&activation=none&update=adam(beta1:7)&update=adam"};

void require(bool holds, const char* what, const char* link) {
  if (holds) return;
  std::fprintf(stderr, "faults: allocation %ld of %s: %s\n", failing, link, what);
  std::abort();
}

/// A life of a run, or its faults; a text that stands for all that came out.
std::string live(const char* link) {
  const ConfigResult result = read_config_text(link);
  if (!result.errors.empty()) return write_json(write_errors(result.errors));
  Session s(result.config);
  s.select("*", "*");
  s.probe();
  s.run(3, 1);
  std::string told = write_json(s.describe()) + write_json(s.diagnosis());
  s.predict(std::vector<Scalar>(static_cast<std::size_t>(20 * s.trainer().run().layout.inputs())));
  told += write_json(s.evaluate("test"));
  s.values("W0");
  const auto seen = s.observations();
  s.take_up(std::vector<double>(seen.begin(), seen.end()));
  const auto bytes = s.snapshot();
  s.restore(std::vector<std::uint8_t>(bytes.begin(), bytes.end()));
  s.reset_units();
  s.run(2, 0);
  const auto end = s.snapshot();
  return told.append(reinterpret_cast<const char*>(end.data()), end.size());
}

/// Whether the life ended by bad_alloc.
bool lost(const char* link, const std::string& expected) {
  const long before = held;
  bool failed = false;
  try {
    require(live(link) == expected, "what came out is not the same", link);
  } catch (const std::bad_alloc&) {
    failed = true;
  }
  require(held == before, "memory is lost", link);
  return failed;
}

/// A session that meets a failure in one of its verbs goes on as if nothing had happened.
bool interrupted(const char* link, long n, const std::string& expected) {
  Session s(read_config_text(link).config);
  bool failed = false;
  count = 0;
  failing = n;
  try {
    s.select("*", "*");
    s.probe();
    s.run(4, 1);
    s.observations();
    s.snapshot();
    s.predict(std::vector<Scalar>(40));
    write_json(s.diagnosis());
  } catch (const std::bad_alloc&) {
    failed = true;
  }
  failing = 0;
  while (s.step_count() < 6 && !s.trainer().trouble()) s.run(1, 0);
  const auto end = s.snapshot();
  require(std::string(end.begin(), end.end()) == expected, "a run that went on is another", link);
  return failed;
}

std::string undisturbed(const char* link) {
  Session s(read_config_text(link).config);
  s.run(6, 0);
  const auto end = s.snapshot();
  return {end.begin(), end.end()};
}

}  // namespace

int main(int words, char** word) {
  const long every = words > 1 ? std::atol(word[1]) : 1;
  require(every > 0 && provide_digits(kDigitsText), "a number is missing", "");
  for (const char* link : kLinks) {
    const std::string expected = live(link);
    count = 0;
    require(!lost(link, expected), "nothing fails", link);
    const long allocations = count;
    long tried = 0;
    for (long n = 1; n <= allocations; n += every, ++tried) {
      failing = n;
      count = 0;
      const bool failed = lost(link, expected);
      failing = 0;
      require(failed, "a failure goes unnoticed", link);
    }
    long verbs = 0;
    if (read_config_text(link).errors.empty()) {
      const std::string end = undisturbed(link);
      for (long n = 1; interrupted(link, n, end); n += every) ++verbs;
      require(verbs > 10 / every, "verbs take memory", link);
    }
    std::printf("{\"allocations\": %ld, \"failed\": %ld, \"interrupted\": %ld}\n", allocations,
                tried, verbs);
  }
  return 0;
}
