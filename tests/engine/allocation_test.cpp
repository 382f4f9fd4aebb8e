// A step takes no memory, whatever it computes. Allocations are counted by the address sanitizer
// where there is one. Elsewhere this file replaces the program's allocation functions by ones that
// count: operator new everywhere, and malloc (which Eigen calls) where the C library lets a program
// replace it.
#include <cstdlib>
#include <new>

#include "tests/engine/layers.hpp"
#include "tests/engine/members.hpp"

#if defined(__SANITIZE_ADDRESS__)
#define GRADSCOPE_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GRADSCOPE_SANITIZED
#endif
#endif

namespace {
std::size_t allocations = 0;
}

#if defined(GRADSCOPE_SANITIZED)

#include <sanitizer/allocator_interface.h>
namespace {
const int installed = __sanitizer_install_malloc_and_free_hooks(
    [](const volatile void*, std::size_t) { ++allocations; }, [](const volatile void*) {});
}

#else

#if defined(__GLIBC__)
extern "C" void* __libc_malloc(std::size_t size);
#define GRADSCOPE_MALLOC __libc_malloc
#endif

#ifdef GRADSCOPE_MALLOC
extern "C" void* malloc(std::size_t size) noexcept(noexcept(std::malloc(1))) {
  ++allocations;
  return GRADSCOPE_MALLOC(size);
}
#endif

// Not inlined: g++ would take free() for the wrong partner of operator new.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  void* p = std::malloc(size);
  if (p == nullptr) std::abort();
  return p;
}
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }

[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t alignment) {
  ++allocations;
  void* p = nullptr;
  if (posix_memalign(&p, static_cast<std::size_t>(alignment), size) != 0) std::abort();
  return p;
}
[[gnu::noinline]] void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t, std::align_val_t) noexcept {
  std::free(p);
}

#endif

using namespace gradscope;

namespace {

/// Allocations in steps of a run, with a row and without.
std::size_t allocations_of(Run run) {
  Trainer trainer(std::move(run));
  std::vector<double> row(static_cast<std::size_t>(trainer.row_size()));
  const std::size_t before = allocations;
  for (int i = 0; i < 4; ++i) {
    trainer.probe(row.data());
    trainer.step(row.data());
    trainer.step();
  }
  return allocations - before;
}

}  // namespace

TEST_CASE("allocation: the counter counts") {
#ifdef GRADSCOPE_SANITIZED
  REQUIRE(installed != 0);
#endif
  const std::size_t before = allocations;
  void* some = ::operator new(10);  // called by name, so that no compiler leaves it out
  CHECK(allocations > before);
  ::operator delete(some);
  const std::size_t between = allocations;
  Flat flat = Flat::Zero(1000);
#if defined(GRADSCOPE_MALLOC) || defined(GRADSCOPE_SANITIZED)
  CHECK(allocations > between);
#else
  CHECK(allocations >= between);
#endif
  CHECK(flat.size() == 1000);
}

TEST_CASE("allocation: no step of any member of any family takes memory") {
  for (const MemberRun& run : member_runs()) {
    INFO(run.link);
    CHECK(allocations_of(run_of(run.link + "&test_every=1")) == 0);
  }
}

TEST_CASE("allocation: neither do whole structures, mini-batches, or a step that meets trouble") {
  for (const char* link :
       {"v1", "v1&batch=1&order=sequential", "v1&batch=33&dropout=0.5&residual=true&l1=0.1&l2=0.1",
        "v1&normalization=batch_norm(position:post)&activation=prelu&residual=true",
        "v1&normalization=layer_norm&update=clip_by_global_norm,muon,add_decayed_weights",
        "v1&data=digits&depth=4&width=33&activation=relu&update=clip_by_value,adam,asgd",
        "v1&depth=0&data=sine", "v1&activation=identity&depth=3&loss=mse&learning_rate=1000000",
        "v1&schedule=plateau&warmup_steps=3&update=adam&reset=redraw(tau:0.9;every:2)"}) {
    INFO(link);
    CHECK(allocations_of(run_of(link)) == 0);
  }
}

TEMPLATE_LIST_TEST_CASE("allocation: nor does any layer, whatever surrounds it", "", Layer) {
  for (const std::string& structure : kStructures) {
    INFO(structure);
    CHECK(allocations_of(run_with<TestType>(structure, "&test_every=1")) == 0);
  }
}
