// curl fetches settings as a script would: a document in a body, a query or a POST; without a password, with Basic or
// with Digest. Every answer validates against the project's schema.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <tuple>

#include "tests/build_paths.h"
#include "tests/interop/servers.h"

namespace dialtone {
namespace {

using testing::HasSubstr;
using testing::Not;

const Program kCurl{"curl", "curl"};
const Program kXmllint{"xmllint", "libxml2-utils"};

// The first three subscribers have one scheme each.
enum Row : std::size_t { kNone, kBasic, kDigest };

class Curl : public InteropTest {
 protected:
  void start(std::vector<std::string> more = {}) {
    make_subscribers(3);
    users_.set_all("call_agent_address", "ca1.voip.example.net");
    for (const auto& [row, scheme] : {std::pair{kBasic, "basic"}, std::pair{kDigest, "digest"}}) {
      users_.set(row, "provision_authentication", scheme);
      users_.set(row, "provision_username", std::string("user of ") + scheme);
      users_.set(row, "provision_password", std::string("p&ss <word> ") + scheme);
    }
    port_ = start_prov_server(std::move(more));
    ASSERT_NE(port_, 0);
  }

  std::string request(std::size_t row) const {
    return R"(<?xml version="1.0" encoding="UTF-8"?><provision-request version="1.0"><header>)"
           "<xml-version>1.0</xml-version><product-description>ATA-2</product-description><customer-number>" +
           users_.at(row, "customer_number") +
           "</customer-number></header><body><device>"
           "<serial-number>" +
           users_.at(row, "serial_number") + "</serial-number><mac-address>" + users_.at(row, "mac_address") +
           "</mac-address><ip-address>10.0.0.42</ip-address></device></body></provision-request>";
  }

  // Sends the row's document by the method `document`; `more` are further curl options. Returns the status; the body is
  // in answer.xml.
  std::string fetch(std::size_t row, const std::string& document, std::vector<std::string> more) const {
    std::vector<std::string> arguments{"-s", "-o", "answer.xml", "-w", "%{http_code}"};
    if (document == "body") arguments.insert(arguments.end(), {"-X", "GET", "--data-binary", request(row)});
    if (document == "query") arguments.insert(arguments.end(), {"-G", "--data-urlencode", "document=" + request(row)});
    if (document == "post") arguments.insert(arguments.end(), {"--data-binary", request(row)});
    arguments.insert(arguments.end(), more.begin(), more.end());
    arguments.push_back("http://127.0.0.1:" + std::to_string(port_) + "/provision");
    return output_of(kCurl, arguments, folder_.path());
  }

  std::vector<std::string> credentials(std::size_t row, const std::string& scheme) const {
    return {scheme, "-u", users_.at(row, "provision_username") + ":" + users_.at(row, "provision_password")};
  }

  std::string answer() const { return read_file(folder_.path() / "answer.xml"); }
  void expect_settings_of(std::size_t row) const {
    EXPECT_THAT(answer(), HasSubstr("<device-name>" + users_.at(row, "device_name") + "</device-name>"));
    EXPECT_THAT(answer(), HasSubstr("<password>" + users_.at(row, "auth_password") + "</password>"));
    expect_valid();
  }
  void expect_valid() const {
    output_of(kXmllint,
              {"--noout", "--schema", DIALTONE_SOURCE_DIR "/wire/provisioning/provision-response.xsd", "answer.xml"},
              folder_.path());
  }

  int port_ = 0;
};

class CurlProvisions : public Curl, public testing::WithParamInterface<std::string> {};

TEST_P(CurlProvisions, WithoutAuthentication) {
  start();
  EXPECT_EQ(fetch(kNone, GetParam(), {}), "200");
  expect_settings_of(kNone);
}

TEST_P(CurlProvisions, WithBasic) {
  start();
  EXPECT_EQ(fetch(kBasic, GetParam(), credentials(kBasic, "--basic")), "200");
  expect_settings_of(kBasic);
}

TEST_P(CurlProvisions, WithDigestOfMd5) {
  start({"--digest-algorithms", "MD5"});
  EXPECT_EQ(fetch(kDigest, GetParam(), credentials(kDigest, "--digest")), "200");
  expect_settings_of(kDigest);
}

TEST_P(CurlProvisions, WithDigestOfSha256) {
  start({"--digest-algorithms", "SHA-256"});
  EXPECT_EQ(fetch(kDigest, GetParam(), credentials(kDigest, "--digest")), "200");
  expect_settings_of(kDigest);
}

TEST_P(CurlProvisions, WithTheSchemeThatItChoosesOfAllChallenges) {
  start();
  EXPECT_EQ(fetch(kDigest, GetParam(), credentials(kDigest, "--anyauth")), "200");
  expect_settings_of(kDigest);
}

TEST_P(CurlProvisions, NothingWithAWrongPassword) {
  start();
  EXPECT_EQ(fetch(kDigest, GetParam(), {"--digest", "-u", users_.at(kDigest, "provision_username") + ":wrong"}), "401");
  EXPECT_THAT(answer(), Not(HasSubstr(users_.at(kDigest, "auth_password"))));
}

INSTANTIATE_TEST_SUITE_P(Documents, CurlProvisions, testing::Values("body", "query", "post"),
                         [](const auto& each) { return each.param; });

TEST_F(Curl, GetsARefusalThatValidatesForTheSettingsOfAnother) {
  start();
  EXPECT_EQ(fetch(kBasic, "body", credentials(kDigest, "--digest")), "403");
  EXPECT_THAT(answer(), HasSubstr("<refusal>not-authorized</refusal>"));
  expect_valid();
}

}  // namespace
}  // namespace dialtone
