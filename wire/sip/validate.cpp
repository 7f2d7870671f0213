#include "wire/sip/validate.h"

#include <cstdint>
#include <string>

#include "wire/sip/headers/grammar.h"
#include "wire/sip/headers/uri.h"
#include "wire/sip/typed_headers.h"

namespace dialtone::sip {
namespace {

Result<void> no_repetition(const Message& message) {
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < message.header_count(); ++i) {
    const HeaderName name = message.name_at(i);
    const std::uint64_t bit = 1ULL << static_cast<unsigned>(name);
    if ((seen & bit) != 0 && is_single(name)) return Failure{"more than one " + std::string(name_of(name)) + " header"};
    seen |= bit;
  }
  return {};
}

// Of a scheme other than SIP's only the form is checked: such a request is answered with 416. A Request-URI must not
// have headers (RFC 3261 19.1.1).
Result<void> check_request_uri(const Message& message) {
  const Result<Uri> uri = parse_uri(message.request_uri());
  if (!uri) return Failure{"Request-URI: " + uri.error().reason};
  if (!uri->headers.empty()) return Failure{"Request-URI with headers"};
  return {};
}

Result<void> check_max_forwards(const Message& message) {
  constexpr std::uint32_t kMost = 255;
  if (!message.first(HeaderName::kMaxForwards)) return {};
  const Result<std::uint32_t> hops = number_of(message, HeaderName::kMaxForwards);
  if (!hops) return hops.error();
  if (*hops > kMost) return Failure{"Max-Forwards over 255"};
  return {};
}

}  // namespace

Result<void> validate(const Message& message) {
  if (Result<void> once = no_repetition(message); !once) return once;
  if (const Result<Via> via = top_via_of(message); !via) return via.error();
  if (const Result<Address> from = from_of(message); !from) return from.error();
  if (const Result<Address> to = to_of(message); !to) return to.error();
  if (const Result<std::string_view> call_id = call_id_of(message); !call_id) return call_id.error();
  const Result<CSeq> cseq = cseq_of(message);
  if (!cseq) return cseq.error();
  if (message.is_request() && cseq->method_name != message.method_name()) {
    return Failure{"CSeq of another method than the request's"};
  }
  if (message.is_request()) {
    if (Result<void> uri = check_request_uri(message); !uri) return uri;
  }
  return check_max_forwards(message);
}

bool is_of_known_version(const Message& message) {
  if (!message.has_known_version()) return false;
  Scanner scanner(message.first(HeaderName::kVia).value_or(""));
  if (!equal_ignoring_case(scanner.take_token(), "SIP") || !scanner.take('/')) return true;
  const std::string_view version = scanner.take_token();
  return version.empty() || version == "2.0";
}

}  // namespace dialtone::sip
