#include "wire/digest/credentials.h"

#include <gtest/gtest.h>

#include <random>

namespace dialtone::digest {
namespace {

const std::string kExample =
    "Digest username=\"Mufasa\", realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", "
    "uri=\"/dir/index.html\", qop=auth, nc=00000001, cnonce=\"0a4f113b\", "
    "response=\"6629fae49393a05397450978507c4ef1\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"";

bool verifies(std::string_view text, std::string_view password, std::string_view method) {
  const Result<Credentials> credentials = parse_credentials(text);
  EXPECT_TRUE(credentials) << credentials.error().reason;
  return verify(*credentials, ha1(Algorithm::kMd5, {credentials->username, password}, credentials->realm).text(),
                method);
}

// RFC 2617 3.5.
TEST(Credentials, OfRfc2617Verify) {
  EXPECT_TRUE(verifies(kExample, "Circle Of Life", "GET"));
  EXPECT_FALSE(verifies(kExample, "Circle of Life", "GET"));
  EXPECT_FALSE(verifies(kExample, "Circle Of Life", "POST"));
}

// RFC 7616 3.9.1.
TEST(Credentials, OfRfc7616WithMd5Verify) {
  EXPECT_TRUE(
      verifies("Digest username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\", algorithm=MD5, "
               "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001, "
               "cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth, "
               "response=\"8ca523f5e9506fed4657c9700eebdbec\", "
               "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"",
               "Circle of Life", "GET"));
}

// The old form: H(H(A1):nonce:H(A2)), RFC 2069 2.4 with the corrected value of its errata.
TEST(Credentials, OfRfc2069Verify) {
  EXPECT_TRUE(verifies(
      "Digest username=\"Mufasa\", realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", "
      "uri=\"/dir/index.html\", response=\"1949323746fe6a43ef61f9606e7febea\"",
      "CircleOfLife", "GET"));
}

TEST(Credentials, AnswerEachChallengeThatIsUnderstood) {
  Challenge challenge;
  challenge.realm = "testrealm@host.com";
  challenge.nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093";
  challenge.opaque = "5ccc069c403ebaf9f0171e9517f40e41";
  const Account account{"Mufasa", "Circle Of Life"};
  const auto credentials = answer(challenge, account, "GET", "/dir/index.html", "0a4f113b", 1);
  ASSERT_TRUE(credentials);
  EXPECT_EQ(credentials->response, "6629fae49393a05397450978507c4ef1");
  EXPECT_EQ(*parse_credentials(to_text(*credentials)), *credentials);
  EXPECT_TRUE(verifies(to_text(*credentials), account.password, "GET"));

  challenge.offers_auth = false;
  const auto old_form = answer(challenge, account, "GET", "/dir/index.html", "0a4f113b", 1);
  ASSERT_TRUE(old_form);
  EXPECT_EQ(old_form->qop, Qop::kNone);
  EXPECT_EQ(to_text(*old_form).find("cnonce"), std::string::npos);
  EXPECT_TRUE(verifies(to_text(*old_form), account.password, "GET"));

  challenge.offers_auth_int = true;
  EXPECT_FALSE(answer(challenge, account, "GET", "/", "c", 1));
  challenge.offers_auth_int = false;
  challenge.algorithm = std::nullopt;
  EXPECT_FALSE(answer(challenge, account, "GET", "/", "c", 1));
}

TEST(Credentials, AreWrittenWithEightDigitsOfCount) {
  Credentials credentials;
  credentials.username = "a\"b";
  credentials.qop = Qop::kAuth;
  credentials.nonce_count = 0xAB;
  credentials.names_algorithm = true;
  EXPECT_EQ(to_text(credentials),
            "Digest username=\"a\\\"b\", realm=\"\", nonce=\"\", uri=\"\", response=\"\", algorithm=MD5, cnonce=\"\", "
            "qop=auth, "
            "nc=000000ab");
}

TEST(Credentials, NeverVerifyWhatIsNotComputed) {
  Credentials credentials = *parse_credentials(kExample);
  credentials.algorithm = std::nullopt;
  EXPECT_FALSE(verify(credentials, "", "GET"));
  credentials = *parse_credentials(kExample);
  credentials.qop = Qop::kUnsupported;
  EXPECT_FALSE(verify(credentials, "", "GET"));
}

TEST(Credentials, AreRefusedWhereTheyAreMalformed) {
  const auto with = [](std::string_view from, std::string_view to) {
    std::string text = kExample;
    return text.replace(text.find(from), from.size(), to);
  };
  for (const std::string& bad :
       {with("Digest", "Basic"), with("username", "user"), with("realm=", "r="), with("nonce=", "n="),
        with("uri=", "u="), with("response=", "r="), with("nc=00000001", "nc=1"), with("nc=00000001", "nc=0000000g"),
        with("nc=00000001", "nc=000000001"), with("nc=00000001", "x=1"), with("cnonce", "cn"),
        with("qop=auth,", "qop=auth, qop=auth,"), with("\"Mufasa\"", "\"Mufasa")}) {
    EXPECT_FALSE(parse_credentials(bad)) << bad;
  }
}

TEST(Credentials, TruncatedAtAnyByteNeverVerify) {
  for (std::size_t size = 0; size < kExample.size(); ++size) {
    const Result<Credentials> credentials = parse_credentials(std::string_view(kExample).substr(0, size));
    if (credentials && size < kExample.find("response=")) FAIL() << size;
  }
}

TEST(Credentials, SurviveMutations) {
  std::mt19937 random(2);
  int parsed = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = kExample;
    for (unsigned changes = 1 + random() % 3; changes > 0; --changes) {
      const std::size_t at = random() % text.size();
      switch (random() % 3) {
        case 0: text[at] = static_cast<char>(random()); break;
        case 1: text.erase(at, random() % 10); break;
        default: text[at] = "\"\\,= "[random() % 5]; break;
      }
    }
    static_cast<void>(parse_challenge(text).ok());
    const Result<Credentials> credentials = parse_credentials(text);
    if (!credentials) continue;
    ++parsed;
    static_cast<void>(verify(*credentials, "", "GET"));
    if (credentials->qop == Qop::kUnsupported || !credentials->algorithm) continue;
    const Result<Credentials> again = parse_credentials(to_text(*credentials));
    ASSERT_TRUE(again) << text;
  }
  EXPECT_GT(parsed, 3'000);
}

}  // namespace
}  // namespace dialtone::digest
