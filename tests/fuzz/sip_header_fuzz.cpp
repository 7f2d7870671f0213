// Any value of each header that has a grammar: what is written reads back unchanged.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "wire/sip/headers/address.h"
#include "wire/sip/headers/cseq.h"
#include "wire/sip/headers/date.h"
#include "wire/sip/headers/grammar.h"
#include "wire/sip/headers/retry_after.h"
#include "wire/sip/headers/uri.h"
#include "wire/sip/headers/via.h"

using namespace dialtone;

namespace {

void read_address(std::string_view text) {
  const Result<sip::Address> address = sip::parse_address(text);
  if (!address) return;
  if (!sip::equivalent(address->uri, address->uri)) std::abort();
  std::string written;
  sip::append(written, *address);
  const Result<sip::Address> again = sip::parse_address(written);
  if (!again || again->uri.text != address->uri.text || again->tag() != address->tag()) std::abort();
}

void read_via(std::string_view text) {
  const Result<sip::Via> via = sip::parse_via(text);
  if (!via) return;
  std::string written;
  sip::append(written, *via);
  const Result<sip::Via> again = sip::parse_via(written);
  if (!again || again->branch != via->branch || !(again->sent_by == via->sent_by)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::optional<std::string_view> rest = text;
  while (const std::optional<std::string_view> element = sip::next_element(rest)) {
    read_address(*element);
    read_via(*element);
  }
  const Result<sip::Uri> uri = sip::parse_uri(text);
  if (uri && !sip::equivalent(*uri, *uri)) std::abort();
  static_cast<void>(sip::parse_cseq(text).ok());
  static_cast<void>(sip::parse_date(text).ok());
  static_cast<void>(sip::parse_retry_after(text).ok());
  static_cast<void>(sip::unescape(text).size());
  return 0;
}
