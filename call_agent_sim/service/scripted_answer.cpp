#include "call_agent_sim/service/scripted_answer.h"

#include <algorithm>

#include "wire/sip/headers/header_name.h"

namespace dialtone {

sip::Message with_headers(const sip::Message& answer, std::span<const std::pair<std::string, std::string>> headers) {
  sip::Message changed = sip::Message::response(answer.status(), answer.reason());
  for (std::size_t i = 0; i < answer.header_count(); ++i) {
    const sip::Header header = answer.header(i);
    const bool replaced = std::any_of(headers.begin(), headers.end(), [&](const auto& other) {
      return sip::is_same_header(header.name_text, other.first);
    });
    if (!replaced) changed.add(header.name_text, header.value);
  }
  for (const auto& [name, value] : headers) {
    if (!value.empty()) changed.add(name, value);
  }
  return changed;
}

}  // namespace dialtone
