// What a message's headers say, as values. Each fails where the header is absent or malformed, and names it.
// Results are views into the message, which must outlive them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "values/result.h"
#include "wire/sip/address.h"
#include "wire/sip/cseq.h"
#include "wire/sip/message.h"
#include "wire/sip/via.h"

namespace dialtone::sip {

// The first of the list in the first Via.
Result<Via> top_via_of(const Message& message);
Result<Address> from_of(const Message& message);
Result<Address> to_of(const Message& message);
Result<std::string_view> call_id_of(const Message& message);
Result<CSeq> cseq_of(const Message& message);

// Expires, Min-Expires, Max-Forwards and so on: a number of 32 bits.
Result<std::uint32_t> number_of(const Message& message, HeaderName name);

// In seconds; a comment and parameters behind the number are allowed (RFC 3261 20.33).
Result<std::uint32_t> retry_after_of(const Message& message);

// The package of an Event header without its parameters: `check-sync` (RFC 6665).
Result<std::string_view> event_of(const Message& message);

// Whether any header of that name has `element` in its list (Require, Supported, Allow); in any case.
bool lists(const Message& message, HeaderName name, std::string_view element);

}  // namespace dialtone::sip
