// What the key `record` of a scenario can name: `requests`, and headers of a protocol, such as `SIP.Contact` and
// `HTTP.Via`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "values/result.h"

namespace dialtone {

inline constexpr std::string_view kRequests = "requests";
inline constexpr std::string_view kSipHeaders = "SIP.";
inline constexpr std::string_view kHttpHeaders = "HTTP.";

// Fails if the text is neither, or names a header that is almost a known one; the failure suggests the name that was
// probably meant. Any other header may be recorded.
Result<void> check_recorded_name(std::string_view text);

// True for a header of cookies, whose value is recorded as `*`.
bool is_masked(std::string_view header);
// True for a header that asks for credentials and has a realm.
bool is_challenge(std::string_view header);

struct RecordedNames {
  bool requests = false;
  // The names of the headers, without the protocol.
  std::vector<std::string> headers;
};
// Selects the names that apply to a protocol. `protocol`: kSipHeaders or kHttpHeaders.
RecordedNames recorded_names(const std::vector<std::string>& record, std::string_view protocol);

}  // namespace dialtone
