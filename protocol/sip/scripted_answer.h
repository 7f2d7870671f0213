// Changes the headers of an answer as a script demands.
#pragma once

#include <span>
#include <string>
#include <utility>

#include "wire/sip/message.h"

namespace dialtone::sip {

// Returns `answer` with each of `headers` in place of the headers of the same name, at the end; an empty value only
// removes.
Message with_headers(const Message& answer, std::span<const std::pair<std::string, std::string>> headers);

}  // namespace dialtone::sip
