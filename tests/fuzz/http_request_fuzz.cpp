// The same bytes give the same requests and the same fault, however they are cut, and whether bodies are collected or
// taken piece by piece. The first byte is the size of the cut.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
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

Outcome parse_with_stops(std::string_view bytes, std::size_t size) {
  using dialtone::http::ParseState;
  const dialtone::http::MessageLimits limits;
  dialtone::http::RequestParser parser(limits, true);
  Outcome outcome;
  std::string body;
  std::string piece;
  while (!bytes.empty() && parser.state() == ParseState::kNeedMore) {
    bytes.remove_prefix(parser.feed(bytes.substr(0, size)));
    if (parser.state() == ParseState::kHead) parser.begin_body(limits.body_bytes);
    parser.take_piece(piece);
    body += piece;
    if (parser.state() != ParseState::kComplete) continue;
    outcome.requests.push_back(parser.take());
    outcome.requests.back().body = std::exchange(body, {});
  }
  if (parser.state() == ParseState::kFailed) outcome.fault = parser.fault();
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  const Outcome whole = parse(bytes, bytes.size());
  const std::size_t cut = 1 + data[0] % 16U;
  if (whole != parse(bytes, cut)) std::abort();
  if (whole != parse_with_stops(bytes, cut)) std::abort();
  for (const dialtone::http::Request& request : whole.requests) {
    static_cast<void>(dialtone::http::parse_request_target(request.target).ok());
  }
  return 0;
}
