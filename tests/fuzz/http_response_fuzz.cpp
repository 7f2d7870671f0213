// The same bytes give the same response, however they are cut. The first byte is the size of the pieces.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "wire/http/parser.h"

namespace {

std::optional<dialtone::http::Response> parse(std::string_view bytes, std::size_t piece) {
  using dialtone::http::ParseState;
  dialtone::http::ResponseParser parser;
  while (!bytes.empty() && parser.state() == ParseState::kNeedMore) {
    bytes.remove_prefix(parser.feed(bytes.substr(0, piece)));
  }
  parser.finish();
  if (parser.state() == ParseState::kFailed) return std::nullopt;
  return parser.take();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  if (parse(bytes, bytes.size()) != parse(bytes, 1 + data[0] % 16U)) std::abort();
  return 0;
}
