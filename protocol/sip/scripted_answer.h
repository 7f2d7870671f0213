// An answer with other headers than the server gave it, as a script wants it.
#pragma once

#include <span>
#include <string>
#include <utility>

#include "wire/sip/message.h"

namespace dialtone::sip {

// The answer with these headers behind its others, of which those with the same names are left out. One with an empty
// value is only left out.
Message with_headers(const Message& answer, std::span<const std::pair<std::string, std::string>> headers);

}  // namespace dialtone::sip
