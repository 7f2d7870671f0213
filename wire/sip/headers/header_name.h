// The names of SIP headers, in their long and compact forms (RFC 3261 20, 7.3.3 and the IANA registry).
#pragma once

#include <cstdint>
#include <string_view>

namespace dialtone::sip {

enum class HeaderName : std::uint8_t {
  // Any other header; the message keeps its text.
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

// Accepts any case, and both long and compact forms.
HeaderName header_named(std::string_view name);

// Returns true if both texts name the same header, in any case and in either form.
bool is_same_header(std::string_view left, std::string_view right);

// Returns the long form as RFC 3261 writes it: `WWW-Authenticate`; empty for kUnknown.
std::string_view name_of(HeaderName name);

// Returns true if a message may have the header only once, and the header is no list (RFC 3261 7.3.1, 20).
bool is_single(HeaderName name);

}  // namespace dialtone::sip
