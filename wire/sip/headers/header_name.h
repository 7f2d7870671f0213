// The names of SIP headers, in their long and compact forms (RFC 3261 20, 7.3.3 and the IANA registry).
#pragma once

#include <cstdint>
#include <string_view>

namespace dialtone::sip {

enum class HeaderName : std::uint8_t {
  // Any other; its text is kept with the message.
  kUnknown,
  kAccept,
  kAllow,
  kAllowEvents,
  kAuthenticationInfo,
  kAuthorization,
  kCallId,
  kContact,
  kContentEncoding,
  kContentLength,
  kContentType,
  kCSeq,
  kDate,
  kEvent,
  kExpires,
  kFrom,
  kMaxForwards,
  kMinExpires,
  kPath,
  kProxyAuthenticate,
  kProxyAuthorization,
  kProxyRequire,
  kRecordRoute,
  kReferTo,
  kRequire,
  kRetryAfter,
  kRoute,
  kServer,
  kSubject,
  kSubscriptionState,
  kSupported,
  kTo,
  kUnsupported,
  kUserAgent,
  kVia,
  kWarning,
  kWwwAuthenticate,
};

// In any case, long or compact.
HeaderName header_named(std::string_view name);

// Whether both are the name of the same header: in any case, long or compact.
bool is_same_header(std::string_view left, std::string_view right);

// The long form as RFC 3261 writes it: `WWW-Authenticate`; empty for kUnknown.
std::string_view name_of(HeaderName name);

// Whether a message may have it only once, with no list in it (RFC 3261 7.3.1, 20).
bool is_single(HeaderName name);

}  // namespace dialtone::sip
