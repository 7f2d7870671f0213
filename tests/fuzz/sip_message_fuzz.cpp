// Any datagram: parsed, asked everything, answered and written; what is written must be readable again.
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

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Result<sip::Message> message = sip::parse_message(std::string(data, data + size));
  if (!message) return 0;
  static_cast<void>(sip::validate(*message).ok());
  static_cast<void>(sip::contacts_of(*message).ok());
  static_cast<void>(sip::server_transaction_key(*message).ok());
  static_cast<void>(sip::retry_after_of(*message).ok());
  static_cast<void>(sip::event_of(*message).ok());
  const sip::Message answer = sip::response_to(*message, 400, "tag", {IpAddress::loopback_v4(), 5060});
  if (!sip::parse_message(sip::write(answer))) std::abort();
  if (sip::write(*message).size() <= sip::kMaxMessageSize && !sip::parse_message(sip::write(*message))) std::abort();
  return 0;
}
