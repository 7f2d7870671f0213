// The headers of an answer, changed as a script wants.
#pragma once

#include <span>
#include <string>
#include <utility>

#include "wire/sip/message.h"

namespace dialtone::sip {

// Returns `answer` without its headers of these names, and with these headers after the rest, except those with an
// empty value.
Message with_headers(const Message& answer, std::span<const std::pair<std::string, std::string>> headers);

}  // namespace dialtone::sip
