// The same bytes give the same requests and the same error, however they are cut. The first byte is the size of the
// pieces.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "wire/http/parser.h"
#include "wire/http/url.h"

namespace {

struct Outcome {
  std::vector<dialtone::http::Request> requests;
  dialtone::http::ParseFault fault{.status = 0, .reason = {}};

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome parse(std::string_view bytes, std::size_t piece) {
  using dialtone::http::ParseState;
  dialtone::http::RequestParser parser;
  Outcome outcome;
  while (!bytes.empty() && parser.state() == ParseState::kNeedMore) {
    bytes.remove_prefix(parser.feed(bytes.substr(0, piece)));
    if (parser.state() == ParseState::kComplete) outcome.requests.push_back(parser.take());
  }
  if (parser.state() == ParseState::kFailed) outcome.fault = parser.fault();
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  const Outcome whole = parse(bytes, bytes.size());
  if (whole != parse(bytes, 1 + data[0] % 16U)) std::abort();
  for (const dialtone::http::Request& request : whole.requests) {
    static_cast<void>(dialtone::http::parse_request_target(request.target).ok());
  }
  return 0;
}
