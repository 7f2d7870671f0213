#include "protocol/sip/scripted_answer.h"

#include <algorithm>

#include "wire/sip/headers/header_name.h"

namespace dialtone::sip {

Message with_headers(const Message& answer, std::span<const std::pair<std::string, std::string>> headers) {
  Message changed = Message::response(answer.status(), answer.reason());
  for (std::size_t i = 0; i < answer.header_count(); ++i) {
    const Header header = answer.header(i);
    const bool replaced = std::any_of(headers.begin(), headers.end(),
                                      [&](const auto& other) { return is_same_header(header.name_text, other.first); });
    if (!replaced) changed.add(header.name_text, header.value);
  }
  for (const auto& [name, value] : headers) {
    if (!value.empty()) changed.add(name, value);
  }
  return changed;
}

}  // namespace dialtone::sip
