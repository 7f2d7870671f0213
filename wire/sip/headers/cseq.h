// A request's sequence number within its Call-ID, and its method (RFC 3261 20.16).
#pragma once

#include <cstdint>
#include <string_view>

#include "values/result.h"
#include "wire/sip/headers/method.h"

namespace dialtone::sip {

// A view: the parsed text must outlive it.
struct CSeq {
  // Below 2^31 (RFC 3261 8.1.1.5).
  std::uint32_t number = 0;
  Method method = Method::kUnknown;
  std::string_view method_name;
};

Result<CSeq> parse_cseq(std::string_view text);

}  // namespace dialtone::sip
