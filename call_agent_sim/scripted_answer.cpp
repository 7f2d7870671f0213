#include "call_agent_sim/scripted_answer.h"

#include <algorithm>

#include "wire/sip/grammar.h"

namespace dialtone {
namespace {

// A known header by its name, whichever form the script wrote.
bool is_named(const sip::Header& header, std::string_view name) {
  const sip::HeaderName known = sip::header_named(name);
  return known != sip::HeaderName::kUnknown ? header.name == known : sip::equal_ignoring_case(header.name_text, name);
}

}  // namespace

sip::Message with_headers(const sip::Message& answer, std::span<const std::pair<std::string, std::string>> headers) {
  sip::Message changed = sip::Message::response(answer.status(), answer.reason());
  for (std::size_t i = 0; i < answer.header_count(); ++i) {
    const sip::Header header = answer.header(i);
    const bool replaced =
        std::any_of(headers.begin(), headers.end(), [&](const auto& other) { return is_named(header, other.first); });
    if (!replaced) changed.add(header.name_text, header.value);
  }
  for (const auto& [name, value] : headers) {
    if (!value.empty()) changed.add(name, value);
  }
  return changed;
}

}  // namespace dialtone
