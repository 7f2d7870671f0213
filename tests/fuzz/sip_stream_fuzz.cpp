// The same bytes of a stream give the same messages, keep-alives and error, however they are cut. The first byte is the
// size of the pieces and selects the side that reads.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "wire/sip/stream_reader.h"
#include "wire/sip/writer.h"

namespace {

using dialtone::sip::StreamReader;

std::vector<std::string> read(std::string_view bytes, std::size_t piece, StreamReader::KeepAlive keep_alive) {
  StreamReader reader(keep_alive);
  std::vector<std::string> seen;
  while (!bytes.empty()) {
    const std::string_view part = bytes.substr(0, piece);
    bytes.remove_prefix(part.size());
    reader.feed(part);
    for (StreamReader::State state = reader.next(); state != StreamReader::State::kNeedMore; state = reader.next()) {
      if (state == StreamReader::State::kFailed) {
        seen.push_back("failed: " + reader.fault());
        return seen;
      }
      if (state != StreamReader::State::kMessage) {
        seen.emplace_back(state == StreamReader::State::kPing ? "ping" : "pong");
        continue;
      }
      const auto message = reader.take();
      seen.push_back(message ? dialtone::sip::write(*message) : "malformed: " + message.error().reason);
    }
  }
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  const StreamReader::KeepAlive keep_alive =
      data[0] >= 128 ? StreamReader::KeepAlive::kPong : StreamReader::KeepAlive::kPing;
  if (read(bytes, bytes.size(), keep_alive) != read(bytes, 1 + data[0] % 16U, keep_alive)) std::abort();
  return 0;
}
