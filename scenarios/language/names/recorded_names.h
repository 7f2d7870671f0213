// What `record` of a scenario can name: `requests`, and the headers of a protocol, `SIP.Contact` and `HTTP.Via`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "values/result.h"

namespace dialtone {

inline constexpr std::string_view kRequests = "requests";
inline constexpr std::string_view kSipHeaders = "SIP.";
inline constexpr std::string_view kHttpHeaders = "HTTP.";

// Fails for a text that is none of these, with the one that was probably meant.
Result<void> check_recorded_name(std::string_view text);

struct RecordedNames {
  bool requests = false;
  // Without the protocol.
  std::vector<std::string> headers;
};
// What `record` names of a protocol. `protocol`: kSipHeaders or kHttpHeaders.
RecordedNames recorded_names(const std::vector<std::string>& record, std::string_view protocol);

}  // namespace dialtone
