#include "wire/digest/credentials.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/wanted.h"

namespace dialtone::digest {
namespace {

const std::string kExample =
    "Digest username=\"Mufasa\", realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", "
    "uri=\"/dir/index.html\", qop=auth, nc=00000001, cnonce=\"0a4f113b\", "
    "response=\"6629fae49393a05397450978507c4ef1\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"";

bool verifies(std::string_view text, std::string_view password, std::string_view method) {
  const Credentials credentials = wanted(parse_credentials(text));
  const HexHash secret = ha1(wanted(credentials.algorithm), {credentials.username, password}, credentials.realm);
  return verify(credentials, secret.text(), method);
}

// RFC 7616 3.9.1's credentials, with another algorithm and response.
std::string rfc7616(std::string_view algorithm, std::string_view response) {
  return "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\", algorithm=" +
         std::string(algorithm) +
         ", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001, "
         "cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth, response=\"" +
         std::string(response) + "\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
}

// RFC 2617 3.5.
TEST(Credentials, OfRfc2617Verify) {
  EXPECT_TRUE(verifies(kExample, "Circle Of Life", "GET"));
  EXPECT_FALSE(verifies(kExample, "Circle of Life", "GET"));
  EXPECT_FALSE(verifies(kExample, "Circle Of Life", "POST"));
}

// RFC 7616 3.9.1.
TEST(Credentials, OfRfc7616Verify) {
  EXPECT_TRUE(verifies(rfc7616("MD5", "8ca523f5e9506fed4657c9700eebdbec"), "Circle of Life", "GET"));
  EXPECT_TRUE(verifies(rfc7616("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
                       "Circle of Life", "GET"));
  EXPECT_FALSE(verifies(rfc7616("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
                        "Circle of life", "GET"));
}

// The same with `-sess` algorithms, computed with another implementation (Python's hashlib).
TEST(Credentials, OfASessionVerify) {
  const std::pair<std::string_view, std::string_view> answers[] = {
      {"MD5-sess", "e783283f46242139c486a698fec7211d"},
      {"SHA-256-sess", "2fd51b3a77ad75bad6afad6003e818d767133c46d9e2749e7f5232ae1ea3efd7"},
      {"SHA-512-256-sess", "3f2a34f923c38b0fb26dce2fdfc2ce326c23cecf86fbb1444f3e51fbbc2cb92e"}};
  for (const auto& [algorithm, response] : answers) {
    EXPECT_TRUE(verifies(rfc7616(algorithm, response), "Circle of Life", "GET")) << algorithm;
    EXPECT_FALSE(verifies(rfc7616(algorithm, response), "Circle of Life", "POST")) << algorithm;
  }
  std::string without = rfc7616("MD5-sess", "e783283f46242139c486a698fec7211d");
  for (const std::string_view field :
       {"nc=00000001, ", "cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", ", "qop=auth, "}) {
    without.erase(without.find(field), field.size());
  }
  EXPECT_FALSE(parse_credentials(without)) << "a session has a client's nonce in the old form too";
}

// RFC 7616 3.9.2: SHA-512-256, a user name in UTF-8, sent as its hash. The RFC's own values are a truncated SHA-512;
// these are from erratum 4897.
TEST(Credentials, OfAHashedNameAreTheStandards) {
  Challenge challenge;
  challenge.realm = "api@example.org";
  challenge.nonce = "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK";
  challenge.opaque = "HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS";
  challenge.algorithm = Algorithm::kSha512_256;
  challenge.hashes_username = true;
  const auto credentials = answer(challenge, {"J\xC3\xA4s\xC3\xB8n Doe", "Secret, or not?"}, "GET", "/doe.json",
                                  "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v", 1);
  ASSERT_TRUE(credentials);
  EXPECT_EQ(credentials->username, "793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b");
  EXPECT_EQ(credentials->response, "3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5");
  EXPECT_EQ(*parse_credentials(to_text(*credentials)), *credentials);
}

TEST(Credentials, AnswerWithEveryAlgorithm) {
  for (Algorithm algorithm : {Algorithm::kMd5, Algorithm::kMd5Sess, Algorithm::kSha256, Algorithm::kSha256Sess,
                              Algorithm::kSha512_256, Algorithm::kSha512_256Sess}) {
    for (bool offers_auth : {true, false}) {
      Challenge challenge;
      challenge.realm = "r";
      challenge.nonce = "n";
      challenge.algorithm = algorithm;
      challenge.offers_auth = offers_auth;
      const auto read = parse_challenge(to_text(challenge));
      ASSERT_TRUE(read && is_computable(*read));
      const auto credentials = answer(*read, {"u", "p"}, "REGISTER", "sip:r", "c", 7);
      ASSERT_TRUE(credentials);
      EXPECT_TRUE(verifies(to_text(*credentials), "p", "REGISTER")) << to_text(*credentials);
      EXPECT_FALSE(verifies(to_text(*credentials), "q", "REGISTER"));
    }
  }
}

TEST(Credentials, AreHashedWithTheCountAsItWasSent) {
  Credentials credentials = *parse_credentials(rfc7616("MD5", "8ca523f5e9506fed4657c9700eebdbec"));
  credentials.nonce_count = 0xAB;
  for (bool capital : {false, true}) {
    credentials.capital_count = capital;
    const std::string_view count = capital ? "000000AB" : "000000ab";
    EXPECT_NE(to_text(credentials).find("nc=" + std::string(count)), std::string::npos);
    EXPECT_EQ(parse_credentials(to_text(credentials))->capital_count, capital);
  }
  credentials.capital_count = false;
  const std::string small(response_of(credentials, "a1", "GET").text());
  credentials.capital_count = true;
  EXPECT_NE(response_of(credentials, "a1", "GET").text(), small);
}

// The old form: H(H(A1):nonce:H(A2)), RFC 2069 2.4 with the value from its erratum.
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
        with("nc=00000001", "nc=000000aB"), with("nc=00000001", "nc=000000001"), with("nc=00000001", "x=1"),
        with("cnonce", "cn"), with("qop=auth,", "qop=auth, qop=auth,"), with("\"Mufasa\"", "\"Mufasa")}) {
    EXPECT_FALSE(parse_credentials(bad)) << bad;
  }
}

// Errors are recorded, but the content of Authorization must not be.
TEST(Credentials, AreNeverQuotedInTheReasonWhyTheyAreRefused) {
  for (std::string_view bad : {"Digest hunter2", "Digest hunter2=", "Digest hunter2=\"x", "Digest a=hunter2 hunter2",
                               "Digest username=\"hunter2", "Digest nc=hunter2, username=hunter2"}) {
    const Result<Credentials> credentials = parse_credentials(bad);
    ASSERT_FALSE(credentials) << bad;
    EXPECT_EQ(credentials.error().reason.find("hunter2"), std::string::npos) << credentials.error().reason;
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
