// The total size of a SIP message: a message of exactly the limit is read, a longer one is not.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "wire/sip/contact.h"
#include "wire/sip/headers/host_port.h"
#include "wire/sip/parser.h"
#include "wire/sip/stream_reader.h"

namespace dialtone::sip {
namespace {

constexpr std::string_view kBareOptions = "OPTIONS sip:a SIP/2.0\r\n";

TEST(SipLimits, HoldForAHostsName) {
  EXPECT_TRUE(parse_host_port(std::string(255, 'a')));
  EXPECT_FALSE(parse_host_port(std::string(256, 'a')));
}

TEST(SipLimits, HoldForTheContactsOfAnAnswerOverAllOfItsHeaders) {
  Message answer = Message::response(200, "OK");
  std::string contacts = "<sip:a@b>";
  for (int i = 1; i < 100; ++i) contacts += ",<sip:a@b>";
  for (int i = 0; i < 3; ++i) answer.add(HeaderName::kContact, contacts);
  EXPECT_EQ(lenient_contacts_of(answer).size(), 256U);
}

// The parser and the stream reader agree on the longest message.
TEST(SipLimits, HoldForAMessageOverAllOfItsParts) {
  const std::string head = std::string(kBareOptions) + "Content-Length: 65000\r\nX: ";
  const std::string padding(kMaxMessageSize - 65'000 - head.size() - 4, 'x');
  const std::string body(65'000, 'b');
  EXPECT_TRUE(parse_message(head + padding + "\r\n\r\n" + body));
  EXPECT_FALSE(parse_message(head + padding + "x\r\n\r\n" + body));
  StreamReader reader;
  reader.feed(head + padding + "\r\n\r\n" + body);
  EXPECT_EQ(reader.next(), StreamReader::State::kMessage);
  StreamReader longer;
  longer.feed(head + padding + "x\r\n\r\n");
  EXPECT_EQ(longer.next(), StreamReader::State::kFailed) << "before its body has come";
}

TEST(SipLimits, HoldForTheHeadersOfAMessage) {
  std::string headers;
  for (std::size_t i = 0; i < kMaxHeaders; ++i) headers += "X: y\r\n";
  EXPECT_TRUE(parse_message(std::string(kBareOptions) + headers + "\r\n"));
  EXPECT_FALSE(parse_message(std::string(kBareOptions) + headers + "X: y\r\n\r\n"));
}

}  // namespace
}  // namespace dialtone::sip
