// Resetting units that stopped learning (article 004's "reset saturated gradients", done sensibly):
// the one list of methods. What they do stands in reset.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <variant>

#include "engine/core/flat.hpp"
#include "engine/nn/initializer.hpp"
#include "engine/nn/network.hpp"
#include "engine/registry/describe.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

struct NoReset {
  static constexpr Info info{"none", "None", "", "", "Units are left as they are."};
};

struct ReDo {
  double tau = 0;
  std::int64_t every = 100;
  static constexpr Info info{
      "redo", "ReDo", R"(s_i = \frac{\overline{|a_i|}}{\mathrm{mean}_k\overline{|a_k|}} \le \tau)",
      "Sokar et al. 2023",
      "Dormant units get new incoming weights, a zero bias, zero outgoing weights and "
      "no optimizer history. With tau = 0, and without normalisation and skip connections, the "
      "outputs on the batch do not change."};
  static constexpr auto fields() {
    return std::array{real<&ReDo::tau>("tau", "Score up to which a unit is dormant", {0, 1}),
                      integer<&ReDo::every>("every", "Steps between resets", {1, 1e9, true})};
  }
};

struct Redraw {
  double tau = 0.05;
  std::int64_t every = 100;
  static constexpr Info info{
      "redraw", "Redraw saturated units", R"(\overline{|\phi'(u_i)|} < \tau\,\max\phi')",
      "after Mishkin and Matas 2016",
      "Saturated sigmoid and tanh units get new incoming weights, scaled so that u has "
      "variance 1 on the batch, a bias that centres it, and no optimizer history. "
      "Changes the function."};
  static constexpr auto fields() {
    return std::array{
        real<&Redraw::tau>(
            "tau", "Mean slope, as a share of the steepest, up to which a unit is saturated",
            {0, 1}),
        integer<&Redraw::every>("every", "Steps between resets", {1, 1e9, true})};
  }
};

/// The one list. Append only: menus show this order.
using Reset = std::variant<NoReset, ReDo, Redraw>;

template <>
inline constexpr const char* kFamilyKey<Reset> = "reset";

/// True if the method acts after `step` updates.
bool reset_due(const Reset& reset, std::int64_t step);

struct ResetScene {
  const Network& network;  ///< After a forward pass on the batch that decides.
  const Initializer& initializer;
  Flat& params;
  std::vector<Scalar>& fresh;  ///< Room for the tensors of the largest layer.
  const Panels& slopes;        ///< Room for the values of the widest layer.
  const Stream& stream;
};

/// Resets the units that the method finds; `forget(i)` must clear the optimizer's history of
/// params[i]. Returns how many units were reset.
Index reset_units(const Reset& reset, const ResetScene& scene,
                  const std::function<void(Index)>& forget);

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
