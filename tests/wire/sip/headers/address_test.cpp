#include "wire/sip/headers/address.h"

#include <gtest/gtest.h>

namespace dialtone::sip {
namespace {

TEST(Address, ReadsANameAUriAndATag) {
  const Result<Address> address =
      parse_address("\"A. G. \\\"Bell\\\"\"  <sip:agb@bell-telephone.com;lr> ; tag = a48s ;x");
  ASSERT_TRUE(address) << address.error().reason;
  EXPECT_EQ(address->display_name, "\"A. G. \\\"Bell\\\"\"");
  EXPECT_EQ(address->uri.user, "agb");
  EXPECT_TRUE(address->uri.parameters.has("lr"));
  EXPECT_EQ(address->tag(), "a48s");
}

TEST(Address, GivesParametersToTheHeaderWhereThereAreNoBrackets) {
  const Result<Address> address = parse_address("sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n");
  ASSERT_TRUE(address) << address.error().reason;
  EXPECT_TRUE(address->uri.parameters.empty());
  EXPECT_EQ(address->uri.host_port.host, "chair-dnrc.example.com");
  EXPECT_EQ(address->tag(), "1918181833n");
}

TEST(Address, AcceptsTheOddOnes) {
  for (std::string_view good :
       {"caller<sip:caller@example.com>;tag=323", "The Operator <sip:operator@cs.columbia.edu>", "<tel:+1>",
        "\"\" <sip:a@b>", "<sip:a@b>;x=\"a;b,\\\"c\"", "<sip:a@b>;maddr=[::1]", "\"J <R>\" <sip:a@b>"}) {
    const Result<Address> address = parse_address(good);
    EXPECT_TRUE(address) << good << ": " << address.error().reason;
  }
}

TEST(Address, KeepsADisplayNameInUtf8) {
  const Result<Address> address = parse_address("\"J\xC3\xB6rg \\\"J\\\"\" <sip:j%C3%B6rg@example.net>;tag=1");
  ASSERT_TRUE(address) << address.error().reason;
  EXPECT_EQ(address->display_name, "\"J\xC3\xB6rg \\\"J\\\"\"");
  EXPECT_EQ(unescape(address->uri.user), "j\xC3\xB6rg");
}

TEST(Address, ReadsATelephonesUri) {
  const Result<Address> address = parse_address("<tel:+1-201-555-0123;phone-context=example.com>;tag=9");
  ASSERT_TRUE(address) << address.error().reason;
  EXPECT_EQ(address->uri.scheme, "tel");
  EXPECT_EQ(address->uri.text, "tel:+1-201-555-0123;phone-context=example.com");
  EXPECT_EQ(address->tag(), "9");
}

TEST(Address, HasLimitsForItsParameters) {
  std::string many = "<sip:a@b>";
  for (int i = 0; i < 64; ++i) many += ";p" + std::to_string(i);
  EXPECT_TRUE(parse_address(many));
  EXPECT_FALSE(parse_address(many + ";one-more"));
}

TEST(Address, RefusesWhatIsMalformed) {
  for (std::string_view bad : {"", "<>", "<sip:a@b", "\"unbalanced <sip:a@b>", "\"name\" sip:a@b",
                               "Bell, Alexander <sip:a.g.bell@bell-tel.com>", "<sip:a@b>tag=1", "<sip:a@b>;",
                               "<sip:a@b>;tag=", "<sip:a@b>;=x", "<sip:a@b>;x=\"y", "sip:a@b?x=y", "sip:a,b@c",
                               "< sip:a@b>", "<sip:a@b>;a b", "alice", "<sip:a@b>;x=1;y;X", "<sip:a@b;x=1;X=1>"}) {
    EXPECT_FALSE(parse_address(bad)) << bad;
  }
}

TEST(Address, IsWrittenInBrackets) {
  std::string out;
  append(out, *parse_address("sip:a@b;tag=1"));
  EXPECT_EQ(out, "<sip:a@b>;tag=1");
  out.clear();
  append(out, *parse_address("\"A\" <sip:a@b;lr>;tag=1"));
  EXPECT_EQ(out, "\"A\" <sip:a@b;lr>;tag=1");
}

}  // namespace
}  // namespace dialtone::sip
