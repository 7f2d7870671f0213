// Any CSV of subscribers is read, or refused with its line; subscribers that were read are written and read again
// unchanged.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "subscribers/subscriber_csv.h"

using namespace dialtone;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Result<std::vector<Subscriber>> subscribers = parse_subscribers_csv(std::string(data, data + size));
  if (!subscribers) {
    if (!subscribers.error().reason.starts_with("line ")) std::abort();
    return 0;
  }
  std::string csv = subscriber_csv_header();
  append_subscribers_csv(csv, *subscribers);
  const Result<std::vector<Subscriber>> again = parse_subscribers_csv(csv);
  if (!again || *again != *subscribers) std::abort();
  return 0;
}
