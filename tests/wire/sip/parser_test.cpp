#include "wire/sip/parser.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/wire/sip/register_example.h"
#include "wire/sip/contact.h"
#include "wire/sip/response.h"
#include "wire/sip/transaction_key.h"
#include "wire/sip/typed_headers.h"
#include "wire/sip/validate.h"
#include "wire/sip/writer.h"

namespace dialtone::sip {
namespace {

// Calls every accessor of a message, so that asan can detect errors.
void read_all(const Message& message) {
  static_cast<void>(validate(message).ok());
  static_cast<void>(contacts_of(message).ok());
  static_cast<void>(server_transaction_key(message).ok());
  static_cast<void>(retry_after_of(message).ok());
  static_cast<void>(event_of(message).ok());
  static_cast<void>(lists(message, HeaderName::kRequire, "path"));
  const Endpoint source{IpAddress::loopback_v4(), 5060};
  EXPECT_TRUE(parse_message(write(response_to(message, 400, "tag", source))));
}

TEST(Parser, ReadsARegister) {
  const Result<Message> message = parse_message(kRegister);
  ASSERT_TRUE(message) << message.error().reason;
  ASSERT_TRUE(validate(*message)) << validate(*message).error().reason;
  EXPECT_TRUE(message->is_request());
  EXPECT_TRUE(message->has_known_version());
  EXPECT_EQ(message->method(), Method::kRegister);
  EXPECT_EQ(message->request_uri(), "sip:voip.example.net");
  EXPECT_EQ(top_via_of(*message)->branch, "z9hG4bK-524287-1");
  EXPECT_EQ(from_of(*message)->tag(), "49583");
  EXPECT_EQ(to_of(*message)->tag(), "");
  EXPECT_EQ(*call_id_of(*message), "843817637684230@10.0.0.42");
  EXPECT_EQ(cseq_of(*message)->number, 1826U);
  EXPECT_EQ(*number_of(*message, HeaderName::kExpires), 3600U);
  EXPECT_EQ(*number_of(*message, HeaderName::kMaxForwards), 70U);
  EXPECT_EQ(message->first(HeaderName::kUserAgent), "ATA-2/1.4.2 02D1A100002A");
  EXPECT_EQ(contacts_of(*message)->contacts.at(0).expires, 3600U);
  EXPECT_EQ(message->header_count(), 10U);
}

TEST(Parser, ReadsAResponse) {
  const Result<Message> message = parse_message(
      "SIP/2.0 503 Service Unavailable: later\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nRetry-After: "
      "18000;duration=3600 (I'm busy)\r\n\r\n");
  ASSERT_TRUE(message) << message.error().reason;
  EXPECT_FALSE(message->is_request());
  EXPECT_EQ(message->status(), 503);
  EXPECT_EQ(message->reason(), "Service Unavailable: later");
  EXPECT_EQ(*retry_after_of(*message), 18000U);
}

TEST(Parser, DropsWhatFollowsTheBody) {
  const Result<Message> message = parse_message("\r\n\r\nOPTIONS sip:a SIP/2.0\r\nl: 3\r\n\r\nabcINVITE");
  ASSERT_TRUE(message) << message.error().reason;
  EXPECT_EQ(message->body(), "abc");
  EXPECT_EQ(parse_message("OPTIONS sip:a SIP/2.0\r\nX: y\r\n\r\n abc")->body(), " abc");
}

TEST(Parser, TellsAnotherVersion) {
  const Result<Message> message = parse_message("OPTIONS sip:a SIP/7.0\r\n\r\n");
  ASSERT_TRUE(message);
  EXPECT_FALSE(message->has_known_version());
}

TEST(Parser, RefusesWhatIsNotWellFormed) {
  const std::pair<std::string_view, std::string_view> bad[] = {
      {"", "ends within"},
      {"\r\n\r\n", "ends within"},
      {"OPTIONS sip:a SIP/2.0\r\n", "ends within"},
      {"OPTIONS\r\n\r\n", "without spaces"},
      {"OPTIONS sip:a\r\n\r\n", "without a version"},
      {"OPTIONS  sip:a SIP/2.0\r\n\r\n", "Request-URI"},
      {"OPTIONS sip:a  SIP/2.0\r\n\r\n", "version"},
      {"OPTIONS sip:a SIP/2.0 \r\n\r\n", "version"},
      {"OPTIONS sip:a; lr SIP/2.0\r\n\r\n", "version"},
      {"OPTIONS <sip:a> SIP/2.0\r\n\r\n", "Request-URI"},
      {"OPTIONS sip:a HTTP/1.1\r\n\r\n", "version"},
      {"OPT@IONS sip:a SIP/2.0\r\n\r\n", "token"},
      {"OPTIONS sip:a SIP/2.0\r\nNo colon here\r\n\r\n", "without a colon"},
      {"OPTIONS sip:a SIP/2.0\r\n: value\r\n\r\n", "name"},
      {"OPTIONS sip:a SIP/2.0\r\nA B: value\r\n\r\n", "name"},
      {"OPTIONS sip:a SIP/2.0\r\n X: folded start line\r\n\r\n", "version"},
      {"OPTIONS sip:a SIP/2.0\nX: y\n\n", "line feed"},
      {"OPTIONS sip:a SIP/2.0\r\nX: y\rz\r\n\r\n", "control character"},
      {"OPTIONS sip:a SIP/2.0\r\nX: y\nz\r\n\r\n", "line feed"},
      {"OPTIONS sip:a SIP/2.0\r\nX: \x7F\r\n\r\n", "control character"},
      {"OPTIONS sip:a SIP/2.0\r\nX: a longer line with a \x01 in it\r\n\r\n", "control character"},
      {"OPTIONS sip:a SIP/2.0\r\nX: a longer line that ends with \\\\\x01\r\n\r\n", "control character"},
      {"OPTIONS sip:a SIP/2.0\r\nX: a longer line that ends with \\\x01\r\nY: \x1F\r\n\r\n", "control character"},
      {"OPTIONS sip:a\x01 SIP/2.0\r\n\r\n", "control character"},
      {"OPTIONS sip:a SIP/2\r\n\r\n", "version"},
      {"OPTIONS sip:a SIP/2.x\r\n\r\n", "version"},
      {"OPTIONS sip:a SIP/2.0\r\nContent-Length: -1\r\n\r\n", "Content-Length"},
      {"OPTIONS sip:a SIP/2.0\r\nContent-Length: 1\r\n\r\n", "shorter"},
      {"OPTIONS sip:a SIP/2.0\r\nContent-Length: 0\r\nl: 1\r\n\r\na", "differ"},
      {"OPTIONS sip:a SIP/2.0\r\nContent-Length: 4294967297\r\n\r\n", "Content-Length"},
      {"SIP/2.0 99 Too small\r\n\r\n", "status"},
      {"SIP/2.0 4294967301 better not break the receiver\r\n\r\n", "status"},
      {"SIP/2.0 700 No class\r\n\r\n", "status"},
      {"SIP/2.0 2x0 OK\r\n\r\n", "status"},
  };
  for (const auto& [text, reason] : bad) {
    const Result<Message> message = parse_message(std::string(text));
    ASSERT_FALSE(message) << text;
    EXPECT_NE(message.error().reason.find(reason), std::string::npos) << text << " -> " << message.error().reason;
  }
  EXPECT_FALSE(parse_message(std::string("OPTIONS sip:a SIP/2.0\r\nX: \0\r\n\r\n", 31)));
}

TEST(Parser, SaysOfAMalformedRequestWhatAnAnswerNeeds) {
  const std::string_view headers =
      "Via: SIP/2.0/UDP 10.0.0.42:5060;branch=z9hG4bK1;rport\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\n"
      "Call-ID: 1\r\nCSeq: 1 REGISTER\r\n";
  const std::string malformed[] = {
      "REGISTER sip:b SIP/2.0\r\n" + std::string(headers) + "Content-Length: 7\r\n\r\n",
      "REGISTER sip:b SIP/2.0\r\n" + std::string(headers) + "l: 1x\r\n\r\n",
      "REGISTER sip:b SIP/2.0\r\nno colon\r\n" + std::string(headers) + "\r\n",
      "REGISTER sip:b  SIP/2.0\r\n" + std::string(headers) + "\r\n",
      "REGISTER\tsip:b x\r\n" + std::string(headers) + "\r\n",
      "REGISTER sip:b SIP/2.0\r\n" + std::string(headers) + "Expires: 36",
  };
  for (const std::string& text : malformed) {
    const Result<Message, MalformedMessage> message = read_message(text);
    ASSERT_FALSE(message) << text;
    EXPECT_FALSE(message.error().reason.empty());
    if (text.starts_with("REGISTER\t")) {
      EXPECT_FALSE(message.error().request) << "the method is no token";
      continue;
    }
    ASSERT_TRUE(message.error().request) << text;
    const Message answer = response_to(*message.error().request, 400, "x", {IpAddress::v4(10, 0, 0, 42), 5060});
    EXPECT_EQ(write(answer),
              "SIP/2.0 400 Bad Request\r\n"
              "Via: SIP/2.0/UDP 10.0.0.42:5060;branch=z9hG4bK1;rport=5060;received=10.0.0.42\r\n"
              "From: <sip:a@b>;tag=1\r\nTo: <sip:a@b>;tag=x\r\nCall-ID: 1\r\nCSeq: 1 REGISTER\r\n"
              "Content-Length: 0\r\n\r\n")
        << text;
  }
}

TEST(Parser, GivesNoRequestOfAResponseNorOfControlCharacters) {
  EXPECT_FALSE(read_message("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP a\r\nl: 9\r\n\r\n").error().request);
  EXPECT_FALSE(read_message("SIP/2.0 2000 OK\r\nVia: SIP/2.0/UDP a\r\n\r\n").error().request);
  EXPECT_FALSE(read_message("OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/UDP a\x01\r\n\r\n").error().request);
  EXPECT_FALSE(read_message("").error().request);
}

TEST(Parser, ReadsEveryFoldAsASpace) {
  const Result<Message> message = parse_message(
      "OPTIONS sip:a SIP/2.0\r\nSubject:\r\n \r\n\tI know\r\n you\r\n\t \tare  there\t\r\n \r\nCall-ID:\r\n x\r\n\r\n");
  ASSERT_TRUE(message) << message.error().reason;
  EXPECT_EQ(message->first(HeaderName::kSubject), "I know   you  \t \tare  there");
  EXPECT_EQ(message->first(HeaderName::kCallId), "x");
}

TEST(Parser, ReadsEveryCompactForm) {
  const std::pair<std::string_view, HeaderName> forms[] = {
      {"c", HeaderName::kContentType}, {"e", HeaderName::kContentEncoding}, {"f", HeaderName::kFrom},
      {"i", HeaderName::kCallId},      {"k", HeaderName::kSupported},       {"m", HeaderName::kContact},
      {"o", HeaderName::kEvent},       {"r", HeaderName::kReferTo},         {"s", HeaderName::kSubject},
      {"t", HeaderName::kTo},          {"u", HeaderName::kAllowEvents},     {"v", HeaderName::kVia},
      {"V", HeaderName::kVia},
  };
  for (const auto& [letter, name] : forms) {
    const Result<Message> message = parse_message("OPTIONS sip:a SIP/2.0\r\n" + std::string(letter) + " : x\r\n\r\n");
    ASSERT_TRUE(message) << letter;
    EXPECT_EQ(message->first(name), "x") << letter;
    EXPECT_EQ(write(*message),
              "OPTIONS sip:a SIP/2.0\r\n" + std::string(name_of(name)) + ": x\r\nContent-Length: 0\r\n\r\n");
  }
}

TEST(Parser, HasLimits) {
  std::string many = "OPTIONS sip:a SIP/2.0\r\n";
  for (std::size_t i = 0; i <= kMaxHeaders; ++i) many += "X: y\r\n";
  EXPECT_EQ(parse_message(many + "\r\n").error().reason, "message of more than 128 headers");
  EXPECT_FALSE(parse_message("OPTIONS sip:a SIP/2.0\r\n\r\n" + std::string(kMaxMessageSize, 'x')));
}

TEST(Parser, RefusesAMessageTruncatedAtAnyByte) {
  const std::string with_body = kRegister.substr(0, kRegister.size() - 5) + "4\r\n\r\nbody";
  ASSERT_TRUE(parse_message(with_body));
  for (std::size_t size = 0; size < with_body.size(); ++size) {
    EXPECT_FALSE(parse_message(with_body.substr(0, size))) << size;
  }
}

TEST(Parser, SurvivesMutations) {
  std::mt19937 random(1);
  int parsed = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = kRegister;
    for (unsigned changes = 1 + random() % 4; changes > 0; --changes) {
      const std::size_t at = random() % text.size();
      switch (random() % 4) {
        case 0: text[at] = static_cast<char>(random()); break;
        case 1: text.erase(at, random() % 20); break;
        case 2: text.insert(at, text.substr(random() % text.size(), random() % 40)); break;
        default: text[at] = "\r\n \t\";,<>:=*@[]%\\"[random() % 17]; break;
      }
    }
    const Result<Message> message = parse_message(text);
    if (!message) continue;
    ++parsed;
    read_all(*message);
    const Result<Message> again = parse_message(write(*message));
    ASSERT_TRUE(again) << again.error().reason;
    ASSERT_EQ(*again, *message);
  }
  EXPECT_GT(parsed, 5'000);
}

TEST(Message, StaysReadableWhenItIsMovedAndCopied) {
  Result<Message> parsed = parse_message(kRegister);
  Message moved = std::move(*parsed);
  const Message copied = moved;
  moved = Message();
  EXPECT_EQ(*call_id_of(copied), "843817637684230@10.0.0.42");
  Message tiny = *parse_message("A sip:b SIP/2.0\r\n\r\n");
  const Message moved_tiny = std::move(tiny);
  EXPECT_EQ(moved_tiny.method_name(), "A");
  EXPECT_EQ(moved_tiny.request_uri(), "sip:b");
}

TEST(Message, IsEqualToOneThatSaysTheSame) {
  const Message message = *parse_message("OPTIONS sip:a SIP/2.0\r\nv: x\r\nX-Odd:  y \r\n\r\nbody");
  EXPECT_EQ(message, *parse_message("OPTIONS sip:a SIP/2.0\r\nVIA:x\r\nX-Odd: y\r\nl: 4\r\n\r\nbody"));
  for (std::string_view other :
       {"OPTIONS sip:b SIP/2.0\r\nv: x\r\nX-Odd: y\r\n\r\nbody",
        "OPTIONS sip:a SIP/3.0\r\nv: x\r\nX-Odd: y\r\n\r\nbody",
        "OPTIONSs sip:a SIP/2.0\r\nv: x\r\nX-Odd: y\r\n\r\nbody",
        "OPTIONS sip:a SIP/2.0\r\nv: z\r\nX-Odd: y\r\n\r\nbody", "OPTIONS sip:a SIP/2.0\r\nv: x\r\nX-Odd: y\r\n\r\nbod",
        "OPTIONS sip:a SIP/2.0\r\nX-Odd: y\r\nv: x\r\n\r\nbody",
        "OPTIONS sip:a SIP/2.0\r\nv: x\r\nX-Odd: y\r\nX: \r\n\r\nbody",
        "SIP/2.0 200 sip:a\r\nv: x\r\nX-Odd: y\r\n\r\nbody"}) {
    EXPECT_NE(message, *parse_message(std::string(other))) << other;
  }
}

TEST(Writer, WritesTheVersionThatWasRead) {
  const std::string text = "OPTIONS sip:a SIP/7.0\r\nContent-Length: 0\r\n\r\n";
  EXPECT_EQ(write(*parse_message(text)), text);
  EXPECT_EQ(write(*parse_message("OPTIONS sip:a sip/2.0\r\n\r\n")),
            "OPTIONS sip:a SIP/2.0\r\nContent-Length: 0\r\n\r\n");
}

TEST(Writer, WritesWhatTheParserRead) {
  const Result<Message> message = parse_message(kRegister);
  EXPECT_EQ(write(*message), kRegister);
}

TEST(Writer, WritesLongNamesAndTheBodysLength) {
  Message message = Message::request("PING", "sip:a");
  message.add("v", "SIP/2.0/UDP b");
  message.add("X-Odd", "1");
  message.add(HeaderName::kExpires, 7U);
  message.set_body("hello");
  EXPECT_EQ(write(message),
            "PING sip:a SIP/2.0\r\nVia: SIP/2.0/UDP b\r\nX-Odd: 1\r\nExpires: 7\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_EQ(write(Message::response(200, "OK")), "SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n");
}

}  // namespace
}  // namespace dialtone::sip
