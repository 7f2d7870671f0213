// Reads a message's headers as values. Each function fails if the header is absent or malformed; the error names the
// header. Results are views into the message, which must outlive them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "values/result.h"
#include "values/time.h"
#include "wire/sip/headers/address.h"
#include "wire/sip/headers/cseq.h"
#include "wire/sip/headers/via.h"
#include "wire/sip/message.h"

namespace dialtone::sip {

// Returns the first element of the first Via header.
Result<Via> top_via_of(const Message& message);
// Returns a response's only Via. Fails if there are several: such a response belongs to another client (RFC 3261
// 8.1.3.3).
Result<Via> only_via_of(const Message& answer);
Result<Address> from_of(const Message& message);
Result<Address> to_of(const Message& message);
Result<std::string_view> call_id_of(const Message& message);
Result<CSeq> cseq_of(const Message& message);

// Reads a header that is a number of 32 bits, such as Max-Forwards.
Result<std::uint32_t> number_of(const Message& message, HeaderName name);

// The value of an expiration that is not a number, such as the absolute times of RFC 2543 (RFC 3261 10.2, 20.10).
inline constexpr std::uint32_t kMalformedExpiresSeconds = 3600;

// Returns Expires in seconds; nullopt if absent. A larger number counts as 2^32 - 1, and a value that is no number as
// kMalformedExpiresSeconds (RFC 3261 10.2, 20.19).
std::optional<std::uint32_t> expires_of(const Message& message);
// Seconds, at most 2^32 - 1 (RFC 3261 20.23).
Result<std::uint32_t> min_expires_of(const Message& message);
// Seconds, at most 2^32 - 1; retry_after.h reads the header's other parts.
Result<std::uint32_t> retry_after_of(const Message& message);
// Reads the Date header (RFC 3261 20.17).
Result<WallTime> date_of(const Message& message);

// The Event header: `check-sync;reboot=true` (RFC 6665 8.2.1).
struct EventHeader {
  std::string_view package;
  Parameters parameters;

  // Empty if absent.
  std::string_view id() const { return parameters.find("id").value_or(std::string_view()); }
};
Result<EventHeader> event_header_of(const Message& message);
// Returns the event package without its parameters.
Result<std::string_view> event_of(const Message& message);

// Returns the elements of all headers of that name in order (Require, Supported, Allow), without empty elements.
std::vector<std::string_view> listed(const Message& message, HeaderName name);
// Returns true if `element` is listed, in any case.
bool lists(const Message& message, HeaderName name, std::string_view element);
// Returns true if Allow lists the method; methods are case-sensitive.
bool allows(const Message& message, Method method);
// Returns the extensions that Require demands and `supported` lacks, as the value of Unsupported: `100rel, path` (RFC
// 3261 8.2.2.3). Empty if none is missing.
std::string unsupported_of(const Message& message, std::span<const std::string_view> supported);

}  // namespace dialtone::sip
