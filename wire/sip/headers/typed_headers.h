// What a message's headers say, as values. Each fails where the header is absent or malformed, and names it.
// Results are views into the message, which must outlive them.
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

// The first of the list in the first Via.
Result<Via> top_via_of(const Message& message);
// The Via of an answer. Fails where it has more than one: such an answer is another's (RFC 3261 8.1.3.3).
Result<Via> only_via_of(const Message& answer);
Result<Address> from_of(const Message& message);
Result<Address> to_of(const Message& message);
Result<std::string_view> call_id_of(const Message& message);
Result<CSeq> cseq_of(const Message& message);

// Max-Forwards and so on: a number of 32 bits.
Result<std::uint32_t> number_of(const Message& message, HeaderName name);

// What an expiration means that is no number, such as the absolute times of RFC 2543 (RFC 3261 10.2, 20.10).
inline constexpr std::uint32_t kMalformedExpiresSeconds = 3600;

// Expires in seconds, none where it is absent: a number over 2^32 - 1 is that, and what is none is
// kMalformedExpiresSeconds (RFC 3261 10.2, 20.19).
std::optional<std::uint32_t> expires_of(const Message& message);
// In seconds, at most 2^32 - 1 (RFC 3261 20.23).
Result<std::uint32_t> min_expires_of(const Message& message);
// In seconds, at most 2^32 - 1; see retry_after.h for the rest of what the header says.
Result<std::uint32_t> retry_after_of(const Message& message);
// RFC 3261 20.17.
Result<WallTime> date_of(const Message& message);

// `check-sync;reboot=true` (RFC 6665 8.2.1).
struct Event {
  std::string_view package;
  Parameters parameters;

  // Empty where there is none.
  std::string_view id() const { return parameters.find("id").value_or(std::string_view()); }
};
Result<Event> event_header_of(const Message& message);
// The package alone.
Result<std::string_view> event_of(const Message& message);

// The elements of all headers of that name, in order (Require, Supported, Allow); empty ones are left out.
std::vector<std::string_view> listed(const Message& message, HeaderName name);
// Whether `element` is one of them, in any case.
bool lists(const Message& message, HeaderName name, std::string_view element);
// Whether Allow lists the method; methods are compared with case.
bool allows(const Message& message, Method method);
// What Require asks for and `supported` does not have, as the value of Unsupported: `100rel, path` (RFC 3261 8.2.2.3).
// Empty where nothing is missing.
std::string unsupported_of(const Message& message, std::span<const std::string_view> supported);

}  // namespace dialtone::sip
