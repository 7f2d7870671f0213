#include "device_sim/provisioning/half_document.h"

#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace dialtone {
namespace {

// A truncated document lacks the end tags of only a few elements. The limit keeps a document that is wrong elsewhere
// from being parsed again and again.
constexpr std::size_t kMostCuts = 100;

// The document up to `size` is well-formed if these end tags for the open elements follow.
struct Cut {
  std::size_t size = 0;
  std::vector<std::string_view> open = {};
};

// Returns the positions after the last end tags, in order. None if elements are nested deeper than permitted.
std::deque<Cut> cuts_of(std::string_view document) {
  const std::size_t most_open = provisioning::DocumentLimits().depth;
  std::deque<Cut> cuts;
  std::vector<std::string_view> open;
  for (std::size_t begin = document.find('<'); begin != std::string_view::npos; begin = document.find('<', begin + 1)) {
    const std::size_t end = document.find('>', begin);
    if (end == std::string_view::npos) break;
    const std::string_view tag = document.substr(begin + 1, end - begin - 1);
    if (tag.starts_with('?') || tag.starts_with('!') || tag.ends_with('/')) continue;
    if (!tag.starts_with('/')) {
      open.push_back(tag.substr(0, tag.find_first_of(" \t\r\n")));
    } else if (!open.empty()) {
      open.pop_back();
      if (open.size() <= most_open) cuts.push_back({end + 1, open});
      if (cuts.size() > kMostCuts) cuts.pop_front();
    }
  }
  return cuts;
}

std::string closed(std::string_view document, const Cut& cut) {
  std::string whole(document.substr(0, cut.size));
  for (auto name = cut.open.rbegin(); name != cut.open.rend(); ++name) {
    whole += "</";
    whole += *name;
    whole += '>';
  }
  return whole;
}

}  // namespace

std::optional<provisioning::ProvisionAnswer> read_half_document(std::string_view document) {
  const std::deque<Cut> cuts = cuts_of(document);
  for (auto cut = cuts.rbegin(); cut != cuts.rend(); ++cut) {
    Result<provisioning::ProvisionAnswer> answer = provisioning::parse_provision_response(closed(document, *cut));
    if (answer) return *std::move(answer);
  }
  return std::nullopt;
}

}  // namespace dialtone
