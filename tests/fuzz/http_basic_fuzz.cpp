// Any Authorization: Basic credentials that can be read are written and read back unchanged.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "wire/http/basic_credentials.h"

using namespace dialtone;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Result<http::BasicCredentials> credentials = http::parse_basic_credentials(text);
  if (!credentials) return 0;
  const Result<http::BasicCredentials> again = http::parse_basic_credentials(http::to_text(*credentials));
  if (!again || *again != *credentials) std::abort();
  return 0;
}
