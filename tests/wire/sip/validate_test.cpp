#include "wire/sip/validate.h"

#include <gtest/gtest.h>

#include "tests/wire/sip/register_example.h"
#include "wire/sip/parser.h"

namespace dialtone::sip {
namespace {

std::string with(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Validate, NamesTheHeaderThatIsMissing) {
  for (std::string_view name : {"Via", "From", "To", "Call-ID", "CSeq"}) {
    const Result<Message> message = parse_message(with(kRegister, "\r\n" + std::string(name) + ":", "\r\nX-Gone:"));
    ASSERT_TRUE(message);
    EXPECT_EQ(validate(*message).error().reason, "no " + std::string(name) + " header");
  }
}

TEST(Validate, RefusesWhatIsMalformedOrRepeated) {
  const std::pair<std::string_view, std::string_view> changes[] = {
      {"CSeq: 1826 REGISTER", "CSeq: 1826 INVITE"},
      {"CSeq: 1826", "CSeq: 9292394834772304023312"},
      {"Max-Forwards: 70", "Max-Forwards: many"},
      {"Max-Forwards: 70", "Max-Forwards: 256"},
      {"REGISTER sip:voip.example.net", "REGISTER voip.example.net"},
      {"REGISTER sip:voip.example.net", "REGISTER sip:a@b@c"},
      {"REGISTER sip:voip.example.net", "REGISTER sip:a?X=y"},
      {";branch=z9hG4bK-524287-1", ";branch=z9hG4bK-524287-1;branch=z9hG4bK2"},
      {";tag=49583", ";tag=49583;TAG=1"},
      {"Call-ID: 8", "Call-ID: 8 8"},
      {"Call-ID: 843817637684230@10.0.0.42", "Call-ID: @"},
      {"tag=49583", "tag=49583,"},
      {"User-Agent: ", "To: <sip:a@b>\r\nUser-Agent: "},
      {"User-Agent: ", "i: other\r\nUser-Agent: "},
      {"User-Agent: ", "Expires: 1\r\nUser-Agent: "},
      {"SIP/2.0/UDP 10", "SIP/1.0/UDP 10"},
      {"To: <sip:line100042@voip.example.net>", "To: <sip:line100042@voip.example.net"},
  };
  for (const auto& [from, to] : changes) {
    const Result<Message> message = parse_message(with(kRegister, from, to));
    ASSERT_TRUE(message) << to;
    EXPECT_FALSE(validate(*message)) << to;
  }
}

TEST(Validate, LetsAnAbsentMaxForwardsPass) {
  EXPECT_TRUE(validate(*parse_message(with(kRegister, "Max-Forwards: 70\r\n", ""))));
}

}  // namespace
}  // namespace dialtone::sip
