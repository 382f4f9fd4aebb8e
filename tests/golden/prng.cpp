// The random numbers behind the recipes: engine/core/rng.hpp.
#include "engine/core/rng.hpp"

#include <cstdio>

#include "engine/nn/initializer.hpp"
#include "tests/golden/replay.hpp"

namespace golden {

using namespace gradscope;

namespace {

std::string hexadecimal(std::uint64_t bits) {
  std::array<char, 19> text;
  std::snprintf(text.data(), text.size(), "0x%016llx", static_cast<unsigned long long>(bits));
  return text.data();
}

template <class Number>
Numbers first(std::size_t count, Number&& number) {
  Numbers result(count);
  for (std::size_t i = 0; i < count; ++i) result[i] = number(static_cast<std::uint64_t>(i));
  return result;
}

}  // namespace

void replay_prng(const Document& document, FileReport& report) {
  for_each_case(document.json, "cases", report, [](const Reader& c, CaseReport& out) {
    const Stream stream(c.seed("seed"));
    const auto hex = c.texts("u64_hex");
    for (std::size_t i = 0; i < hex.size(); ++i)
      out.equal("u64", hexadecimal(stream.bits(i)), hex[i]);

    const Numbers units = c.numbers("unit");
    out.compare("unit", first(units.size(), [&](auto i) { return stream.unit(i); }), units, 0);

    const Numbers uniform = c.floats("uniform_pm_0.3");
    std::vector<Scalar> drawn(uniform.size());
    fill_uniform({drawn.data(), {1, static_cast<Index>(drawn.size())}}, -0.3, 0.3, stream);
    Numbers rounded;
    for (const Scalar x : drawn) rounded.push_back(static_cast<double>(static_cast<float>(x)));
    out.compare("uniform", rounded, uniform, 0);

    const Numbers keep = c.numbers("keep_p_0.5");
    const auto kept = [&](auto i) { return stream.fraction(i) >= 0.5 ? 1.0 : 0.0; };
    out.compare("keep", first(keep.size(), kept), keep, 0);

    const Numbers signs = c.numbers("sign");
    const auto sign = [&](auto i) { return (stream.bits(i) >> 63) != 0 ? 1.0 : -1.0; };
    out.compare("sign", first(signs.size(), sign), signs, 0);
  });
}

}  // namespace golden
