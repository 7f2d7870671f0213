// Any header value as a challenge and as credentials: what is written can be read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "wire/digest/challenge.h"
#include "wire/digest/credentials.h"

using namespace dialtone;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  const Result<digest::Challenge> challenge = digest::parse_challenge(text);
  if (challenge && challenge->algorithm && text.size() < 4000) {
    if (!digest::parse_challenge(digest::to_text(*challenge))) std::abort();
    static_cast<void>(digest::answer(*challenge, {"user", "password"}, "REGISTER", "sip:a", "c", 1).has_value());
  }
  const Result<digest::Credentials> credentials = digest::parse_credentials(text);
  if (credentials) static_cast<void>(digest::verify(*credentials, "", "REGISTER"));
  return 0;
}
