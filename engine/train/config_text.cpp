// Configs as text: JSON or a link. Apart from config.cpp, so that the module does without JSON.
#include "engine/registry/json.hpp"
#include "engine/registry/link.hpp"
#include "engine/train/config.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

ConfigResult read_config_text(std::string_view text) {
  ReadContext context;
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  const bool json = start != std::string_view::npos && text[start] == '{';
  const Value settings = json ? parse_json(text, context) : parse_link(text, context);
  if (settings.is_null()) return {{}, std::move(context.errors)};
  ConfigResult result = read_config(settings);
  result.errors.insert(result.errors.begin(), context.errors.begin(), context.errors.end());
  if (result.errors.size() > kMostErrors) result.errors.resize(kMostErrors);
  return result;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
