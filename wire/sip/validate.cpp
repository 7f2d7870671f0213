#include "wire/sip/validate.h"

#include <cstdint>
#include <string>

#include "wire/sip/typed_headers.h"

namespace dialtone::sip {
namespace {

Result<void> no_repetition(const Message& message) {
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < message.header_count(); ++i) {
    const HeaderName name = message.header(i).name;
    const std::uint64_t bit = 1ULL << static_cast<unsigned>(name);
    if ((seen & bit) != 0 && is_single(name)) return Failure{"more than one " + std::string(name_of(name)) + " header"};
    seen |= bit;
  }
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
  if (message.first(HeaderName::kMaxForwards)) {
    if (const Result<std::uint32_t> hops = number_of(message, HeaderName::kMaxForwards); !hops) return hops.error();
  }
  return {};
}

}  // namespace dialtone::sip
