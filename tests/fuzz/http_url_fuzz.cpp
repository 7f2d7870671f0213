// Any URL, redirect Location, request target and query: what can be read is written and read back unchanged.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "wire/http/percent.h"
#include "wire/http/url.h"

using namespace dialtone;

namespace {

void expect_same_again(const http::HttpUrl& url) {
  const Result<http::HttpUrl> again = http::parse_http_url(http::to_text(url));
  // A resolved URL may have grown over the limit.
  if (!again ? http::to_text(url).size() <= 8192 : *again != url) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const Result<http::HttpUrl> url = http::parse_http_url(text); url) expect_same_again(*url);
  const http::HttpUrl base{.host = "a.example", .port = 8080, .target = "/b/c?d"};
  if (const Result<http::HttpUrl> url = http::resolve_reference(base, text); url) expect_same_again(*url);
  static_cast<void>(http::parse_request_target(text).ok());
  static_cast<void>(http::parse_query(text).ok());
  const Result<std::string> decoded = http::percent_decode(http::percent_encode(text));
  if (!decoded || *decoded != text) std::abort();
  return 0;
}
