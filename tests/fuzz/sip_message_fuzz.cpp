// Any datagram is parsed, accessed, answered and written. A written message reads back unchanged, and the answer to a
// malformed request can be parsed.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "wire/sip/contact.h"
#include "wire/sip/parser.h"
#include "wire/sip/response.h"
#include "wire/sip/transaction_key.h"
#include "wire/sip/typed_headers.h"
#include "wire/sip/validate.h"
#include "wire/sip/writer.h"

using namespace dialtone;

namespace {

void expect_readable_answer(const sip::Message& request) {
  const sip::Message answer = sip::response_to(request, 400, "tag", {IpAddress::loopback_v4(), 5060});
  const std::string text = sip::write(answer);
  if (text.size() <= sip::kMaxMessageSize && !sip::parse_message(text)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Result<sip::Message, sip::MalformedMessage> message = sip::read_message(std::string(data, data + size));
  if (!message) {
    if (message.error().request) expect_readable_answer(*message.error().request);
    return 0;
  }
  static_cast<void>(sip::validate(*message).ok());
  static_cast<void>(sip::contacts_of(*message).ok());
  static_cast<void>(sip::lenient_contacts_of(*message).empty());
  static_cast<void>(sip::server_transaction_key(*message).ok());
  static_cast<void>(sip::retry_after_of(*message).ok());
  static_cast<void>(sip::event_of(*message).ok());
  static_cast<void>(sip::date_of(*message).ok());
  static_cast<void>(sip::expires_of(*message).has_value());
  static_cast<void>(sip::unsupported_of(*message, {}).empty());
  static_cast<void>(sip::allows(*message, sip::Method::kNotify));
  expect_readable_answer(*message);
  const std::string text = sip::write(*message);
  if (text.size() > sip::kMaxMessageSize) return 0;
  const Result<sip::Message> again = sip::parse_message(text);
  if (!again || *again != *message) std::abort();
  return 0;
}
