#include "wire/sip/transaction_key.h"

#include <gtest/gtest.h>

#include "tests/wanted.h"
#include "tests/wire/sip/register_example.h"
#include "wire/sip/parser.h"

namespace dialtone::sip {
namespace {

std::string key_of(std::string_view method, std::string_view via, std::string_view call_id = "1",
                   std::string_view cseq = "1 REGISTER") {
  Message message = Message::request(method, "sip:a");
  message.add(HeaderName::kVia, via);
  message.add(HeaderName::kFrom, "<sip:b@c>;tag=1");
  message.add(HeaderName::kCallId, call_id);
  message.add(HeaderName::kCSeq, cseq);
  const Result<std::string> key = server_transaction_key(message);
  EXPECT_TRUE(key);
  return wanted(key);
}

TEST(TransactionKey, IsTheBranchTheSentByAndTheMethod) {
  const std::string key = key_of("REGISTER", "SIP/2.0/UDP host:5060;branch=z9hG4bK1");
  EXPECT_EQ(key, key_of("REGISTER", "SIP/2.0/UDP HOST;branch=z9hG4bK1;rport", "other", "2 REGISTER"));
  EXPECT_NE(key, key_of("REGISTER", "SIP/2.0/UDP host:5061;branch=z9hG4bK1"));
  EXPECT_NE(key, key_of("REGISTER", "SIP/2.0/UDP host2;branch=z9hG4bK1"));
  EXPECT_NE(key, key_of("REGISTER", "SIP/2.0/UDP host;branch=z9hG4bK2"));
  EXPECT_NE(key, key_of("OPTIONS", "SIP/2.0/UDP host;branch=z9hG4bK1"));
}

// 10 B11
TEST(TransactionKey, HasTheValueOfASentByThatIsAnAddress) {
  EXPECT_EQ(key_of("REGISTER", "SIP/2.0/UDP [2001:db8:0:0::1];branch=z9hG4bK1"),
            key_of("REGISTER", "SIP/2.0/UDP [2001:DB8::1];branch=z9hG4bK1"));
}

TEST(TransactionKey, OfAnAckIsTheInvites) {
  EXPECT_EQ(key_of("ACK", "SIP/2.0/UDP a;branch=z9hG4bK1"), key_of("INVITE", "SIP/2.0/UDP a;branch=z9hG4bK1"));
}

TEST(TransactionKey, WithoutTheCookieIsWhatTheRequestSays) {
  const std::string_view via = "SIP/2.0/UDP a;branch=1";
  EXPECT_EQ(key_of("REGISTER", via), key_of("REGISTER", via));
  EXPECT_NE(key_of("REGISTER", via), key_of("REGISTER", via, "2"));
  EXPECT_NE(key_of("REGISTER", via), key_of("REGISTER", via, "1", "2 REGISTER"));
  EXPECT_NE(key_of("REGISTER", "SIP/2.0/UDP a;branch=z9hG4bK"),
            key_of("REGISTER", "SIP/2.0/UDP a;branch=z9hG4bK", "2"));
}

// 10 B12
TEST(TransactionKey, OfARequestIsThatOfItsAnswersAlone) {
  const auto is_answer = [](std::string_view via, std::string_view cseq = "7 OPTIONS") {
    Message response = Message::response(200, "OK");
    response.add(HeaderName::kVia, via);
    response.add(HeaderName::kCSeq, cseq);
    return answers(
        response,
        {.branch = "z9hG4bKaB", .sent_by = {IpAddress::v4(10, 0, 0, 1), 5060}, .method = Method::kOptions, .cseq = 7});
  };
  EXPECT_TRUE(is_answer("SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKaB;received=192.0.2.1;rport=9"));
  EXPECT_TRUE(is_answer("SIP/2.0/TCP [::ffff:10.0.0.1];branch=Z9HG4BKAB"));
  EXPECT_FALSE(is_answer("SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKaBc"));
  EXPECT_FALSE(is_answer("SIP/2.0/UDP 10.0.0.1:5061;branch=z9hG4bKaB"));
  EXPECT_FALSE(is_answer("SIP/2.0/UDP 10.0.0.2:5060;branch=z9hG4bKaB"));
  EXPECT_FALSE(is_answer("SIP/2.0/UDP 10.0.0.1:5060"));
  EXPECT_FALSE(is_answer("SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKaB", "8 OPTIONS"));
  EXPECT_FALSE(is_answer("SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKaB", "7 INVITE"));
  EXPECT_FALSE(is_answer("SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKaB, SIP/2.0/UDP a;branch=z9hG4bKb"));
}

}  // namespace
}  // namespace dialtone::sip
