#include "wire/sip/stream_reader.h"

#include <gtest/gtest.h>

#include <random>

namespace dialtone::sip {
namespace {

using State = StreamReader::State;

constexpr std::string_view kOptions =
    "OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP c;branch=z9hG4bK1\r\nl :\r\n 4\r\nCall-ID: 1\r\n\r\nbody";

// Returns the reader's results for `bytes`, cut into pieces by `piece_size`.
template <typename PieceSize>
std::string story_of(std::string_view bytes, StreamReader::KeepAlive keep_alive, PieceSize piece_size) {
  StreamReader reader(keep_alive);
  std::string story;
  while (!bytes.empty()) {
    const std::size_t size = std::min<std::size_t>(piece_size(), bytes.size());
    reader.feed(bytes.substr(0, size));
    bytes.remove_prefix(size);
    for (State state = reader.next(); state != State::kNeedMore; state = reader.next()) {
      if (state == State::kFailed) return story + "failed: " + reader.fault();
      if (state == State::kPing) story += "ping ";
      if (state == State::kPong) story += "pong ";
      if (state != State::kMessage) continue;
      const Result<Message, MalformedMessage> message = reader.take();
      story += message ? std::string(message->method_name()) + "/" + std::string(message->body()) + " " : "malformed ";
    }
  }
  return story + (reader.idle() ? "idle" : "more");
}

std::string story_of(std::string_view bytes, StreamReader::KeepAlive keep_alive = StreamReader::KeepAlive::kPing) {
  return story_of(bytes, keep_alive, [&] { return bytes.size(); });
}

TEST(StreamReader, FindsMessagesAndPings) {
  const std::string options(kOptions);
  EXPECT_EQ(story_of(options + options), "OPTIONS/body OPTIONS/body idle");
  EXPECT_EQ(story_of("\r\n\r\n" + options + "\r\n\r\n\r\n\r\n"), "ping OPTIONS/body ping ping idle");
  EXPECT_EQ(story_of("\r\n" + options), "OPTIONS/body idle");
  EXPECT_EQ(story_of("\r\n\r\n\r\n" + options + "\r\n"), "ping OPTIONS/body more");
  EXPECT_EQ(story_of("\r\n" + options + "\r\n\r\n", StreamReader::KeepAlive::kPong),
            "pong OPTIONS/body pong pong idle");
  EXPECT_EQ(story_of(options.substr(0, options.size() - 1)), "more");
}

TEST(StreamReader, TellsTheSameHoweverTheBytesAreCut) {
  const std::string bytes = "\r\n\r\n" + std::string(kOptions) + "\r\n" + std::string(kOptions) + "\r\n\r\n" +
                            "BAD\r\nContent-Length: 0\r\n\r\n" + std::string(kOptions) + "x: 1\r\n\r\n";
  const std::string whole = story_of(bytes);
  EXPECT_EQ(whole,
            "ping OPTIONS/body OPTIONS/body ping malformed OPTIONS/body failed: "
            "message without a Content-Length on a stream");
  for (std::size_t size = 1; size < bytes.size(); ++size) {
    EXPECT_EQ(story_of(bytes, StreamReader::KeepAlive::kPing, [&] { return size; }), whole) << size;
  }
  std::mt19937 random(3);
  for (int round = 0; round < 500; ++round) {
    EXPECT_EQ(story_of(bytes, StreamReader::KeepAlive::kPing, [&] { return 1 + random() % 90; }), whole);
  }
}

TEST(StreamReader, FailsWhereNobodyCanTellTheNextMessage) {
  const auto fault_of = [](std::string_view headers) {
    return story_of("OPTIONS sip:a@b SIP/2.0\r\n" + std::string(headers) + "\r\n");
  };
  EXPECT_EQ(fault_of("Via: x\r\n"), "failed: message without a Content-Length on a stream");
  EXPECT_EQ(fault_of("Content-Length: 1x\r\n"), "failed: Content-Length that is not a number");
  EXPECT_EQ(fault_of("Content-Length: -1\r\n"), "failed: Content-Length that is not a number");
  EXPECT_EQ(fault_of("Content-Length: 1\r\nl: 2\r\n"), "failed: two Content-Lengths that differ");
  EXPECT_EQ(fault_of("Content-Length: 65536\r\n"), "failed: message of more than 65535 bytes");
  EXPECT_EQ(fault_of("Content-Length: 4294967296\r\n"), "failed: Content-Length that is not a number");
  EXPECT_EQ(story_of(std::string(65'536, 'x')), "failed: message of more than 65535 bytes");
}

TEST(StreamReader, TakesAMessageAsLongAsADatagramMayBe) {
  const std::string head = "OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 65000\r\n\r\n";
  EXPECT_EQ(story_of(head + std::string(65'000, 'b')).size(), 8 + 65'000 + 1 + 4);
}

TEST(StreamReader, SurvivesNoise) {
  std::mt19937 random(4);
  int messages = 0;
  for (int round = 0; round < 5'000; ++round) {
    std::string bytes = std::string(kOptions) + "\r\n\r\n" + std::string(kOptions);
    for (unsigned changes = random() % 4; changes > 0; --changes) {
      const std::size_t at = random() % bytes.size();
      if (random() % 2 == 0)
        bytes[at] = static_cast<char>(random());
      else
        bytes.erase(at, random() % 5);
    }
    const std::string story = story_of(bytes, StreamReader::KeepAlive::kPing, [&] { return 1 + random() % 40; });
    if (story.find("OPTIONS/") != std::string::npos) ++messages;
  }
  EXPECT_GT(messages, 2'000);
}

}  // namespace
}  // namespace dialtone::sip
