#include "wire/provisioning/provision_response.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/wire/provisioning/samples.h"

namespace dialtone::provisioning {
namespace {

ProvisionResponse settings_of(std::string_view document) {
  Result<ProvisionAnswer> answer = parse_provision_response(document);
  if (!answer || !std::holds_alternative<ProvisionResponse>(*answer)) {
    ADD_FAILURE() << (answer ? "a refusal" : answer.error().reason);
    return {};
  }
  return std::get<ProvisionResponse>(*answer);
}

TEST(ProvisionResponse, IsReadFromTheContractsExample) { EXPECT_EQ(settings_of(kContractResponse), sample_response()); }

TEST(ProvisionResponse, IsWrittenAsTheContractsExample) {
  EXPECT_EQ(write_provision_response(sample_response()), kContractResponse);
}

TEST(ProvisionResponse, IsReadBackAsItWasWrittenWithAndWithoutItsOptionalParts) {
  for (int parts = 0; parts < 64; ++parts) {
    ProvisionResponse response = sample_response();
    if ((parts & 1) != 0) response.authentication.reset();
    if ((parts & 2) != 0) response.expires_seconds.reset();
    if ((parts & 4) != 0) response.firmware.reset();
    if ((parts & 8) != 0) response.call_agents[0].port.reset();
    if ((parts & 16) != 0) {
      response.call_agents.push_back({"2001:db8::1", 2727, CallAgentProtocol::kMgcp, Transport::kUdp});
      response.call_agents.push_back({"10.0.0.1", std::nullopt, CallAgentProtocol::kSip, Transport::kTcp});
    }
    if ((parts & 32) != 0 && response.firmware) {
      response.firmware->port.reset();
      response.firmware->protocol = FirmwareProtocol::kHttp;
      response.firmware->file = "a/b c/d.bin";
      response.firmware->allow_downgrade = true;
      response.firmware->username = "u";
      response.firmware->password = "";
    }
    EXPECT_EQ(settings_of(write_provision_response(response)), response);
  }
}

TEST(ProvisionResponse, KeepsEachCharacterOfAPassword) {
  ProvisionResponse response = sample_response();
  response.authentication->password = "<&>\"' é ]]>";
  EXPECT_EQ(settings_of(write_provision_response(response)).authentication->password,
            response.authentication->password);
}

// 10 B13
TEST(ProvisionResponse, HasTheWhiteSpaceOfEachValueCollapsed) {
  const std::pair<std::string_view, std::string_view> cases[] = {{"\n  s3cret\n", "s3cret"},
                                                                 {" s3 \t\r\n cret ", "s3 cret"},
                                                                 {"&#13;s3&#10;&#9;cret", "s3 cret"},
                                                                 {"<![CDATA[ s3  cret ]]>", "s3 cret"},
                                                                 {"s3\xC2\xA0 cret", "s3\xC2\xA0 cret"},
                                                                 {" \n ", ""}};
  for (const auto& [written, read] : cases) {
    EXPECT_EQ(settings_of(with(kContractResponse, "s3cret", written)).authentication->password, read) << written;
    if (read.empty()) continue;
    EXPECT_EQ(settings_of(with(kContractResponse, "ATA-2", written)).product_description, read) << written;
  }
}

TEST(ProvisionResponse, MayBeARefusal) {
  Result<ProvisionAnswer> answer = parse_provision_response(provision_refusal_document());
  ASSERT_TRUE(answer) << answer.error().reason;
  ASSERT_TRUE(std::holds_alternative<ProvisionRefusal>(*answer));
  EXPECT_EQ(std::get<ProvisionRefusal>(*answer).reason, "not-authorized");
}

TEST(ProvisionResponse, ReadsOptionalValues) {
  EXPECT_FALSE(settings_of(with(kContractResponse, "</sha256>", "</sha256><allow-downgrade>false</allow-downgrade>"))
                   .firmware->allow_downgrade);
  EXPECT_EQ(settings_of(with(kContractResponse, "0123456789abcdef01", "0123456789ABCDEF01")), sample_response());
  EXPECT_EQ(
      settings_of(with(kContractResponse, "ca1.voip.example.net", "ca1.voip.example.net.")).call_agents[0].address,
      "ca1.voip.example.net.");
}

struct BadResponse {
  std::string document;
  std::string reason;  // part of the error
};

std::vector<BadResponse> bad_responses() {
  const std::string_view good = kContractResponse;
  const std::string_view refusal = provision_refusal_document();
  return {
      {std::string(kContractRequest), "the root is <provision-request>"},
      {"<provision-response version=\"1.0\"/>", "neither a header and a body nor a refusal"},
      {with(refusal, "<refusal>", "<refusal/><refusal>"), "<refusal> is empty"},
      {with(refusal, "</refusal>", "</refusal><refusal>x</refusal>"), "repeated"},
      {with(refusal, "\"1.0\"", "\"2.0\""), "version '2.0'"},
      {with(good, "</body>", "</body><refusal>x</refusal>"), "neither"},
      {with(with(good, "<body>", "<!--"), "</body>", "-->"), "neither"},
      {with(good, ">5060<", ">0<"), "<port> is not a number"},
      {with(good, ">5060<", ">65536<"), "<port> is not a number"},
      {with(good, ">5060<", "><"), "<port> is not a number"},
      {with(good, ">sip<", ">SIP<"), "<protocol> is neither sip nor mgcp"},
      {with(good, ">udp<", ">tls<"), "<transport> is neither udp nor tcp"},
      {with(good, "<transport>udp</transport>", ""), "<call-agent> lacks <transport>"},
      {with(good, "ca1.voip.example.net", "ca1..net"), "<address> is neither"},
      {with(good, "ca1.voip.example.net", "-a.net"), "<address> is neither"},
      {with(good, "ca1.voip.example.net", "10.0.0.256"), "<address> is neither"},
      {with(good, "ca1.voip.example.net", "[::1]"), "<address> is neither"},
      {with(good, "ca1.voip.example.net", "a b"), "<address> is neither"},
      {with(good, "ca1.voip.example.net", std::string(64, 'a')), "<address> is neither"},
      {with(good, "ca1.voip.example.net", ""), "<address> is neither"},
      {with(good, ">voip.example.net<", ">voip@example.net<"), "<domain> is neither"},
      {with(good, ">line100042</device-name>", ">line 1</device-name>"), "<device-name> has a character"},
      {with(good, ">line100042</device-name>", ">a@b</device-name>"), "<device-name> has a character"},
      {with(good, ">line100042</username>", "></username>"), "<username> is empty"},
      {with(good, "<password>s3cret</password>", ""), "<authentication> lacks <password>"},
      {with(good, "s3cret", "a&#127;b"), "<password> has a control"},
      {with(good, ">3600<", ">0<"), "<expires> is not a number"},
      {with(good, ">3600<", ">4294967296<"), "<expires> is not a number"},
      {with(good, ">tftp<", ">sftp<"), "<protocol> is none of"},
      {with(good, ">ata2-1.5.0.bin<", ">/ata2.bin<"), "<file> has"},
      {with(good, ">ata2-1.5.0.bin<", ">../ata2.bin<"), "<file> has"},
      {with(good, ">ata2-1.5.0.bin<", ">a/../../b<"), "<file> has"},
      {with(good, ">ata2-1.5.0.bin<", ">a\\b<"), "<file> has"},
      {with(good, ">ata2-1.5.0.bin<", ">a//b<"), "<file> has"},
      {with(good, ">ata2-1.5.0.bin<", "><"), "<file> is empty"},
      {with(good, ">4194304<", ">-1<"), "<size> is not a number"},
      {with(good, "<sha256>0", "<sha256>"), "<sha256> is not 64"},
      {with(good, "<sha256>0", "<sha256>g"), "<sha256> is not 64"},
      {with(good, "</sha256>", "</sha256><allow-downgrade>1</allow-downgrade>"), "<allow-downgrade> is neither"},
      {with(good, "</sha256>", "</sha256><password>x</password>"), "<password> comes without"},
      {with(good, "</sha256>", "</sha256><username>u</username><allow-downgrade>true</allow-downgrade>"),
       "out of order"},
      {with(good, "</firmware>", "</firmware><firmware/>"), "repeated"},
      {with(good, "<domain>voip.example.net</domain>", ""), "where <domain> is expected"},
      {with(good, "</service>", "<call-agent/></service>"), "out of order"},
  };
}

TEST(ProvisionResponse, IsRefusedWithTheReason) {
  for (const BadResponse& bad : bad_responses()) {
    Result<ProvisionAnswer> answer = parse_provision_response(bad.document);
    ASSERT_FALSE(answer) << bad.document;
    EXPECT_NE(answer.error().reason.find(bad.reason), std::string::npos) << answer.error().reason << bad.document;
  }
}

TEST(ProvisionResponse, IsRefusedWithoutAnyCallAgent) {
  std::string document(kContractResponse);
  const std::size_t first = document.find("<call-agent>");
  const std::size_t end = document.find("</call-agent>") + std::string_view("</call-agent>").size();
  document.erase(first, end - first);
  Result<ProvisionAnswer> answer = parse_provision_response(document);
  ASSERT_FALSE(answer);
  EXPECT_NE(answer.error().reason.find("where <call-agent> is expected"), std::string::npos) << answer.error().reason;
}

TEST(ProvisionResponse, IsRefusedWhenItIsCutAtAnyByte) {
  const std::string_view whole = kContractResponse.substr(0, kContractResponse.size() - 1);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(parse_provision_response(whole.substr(0, length))) << length;
  }
  for (std::size_t length = 0; length < provision_refusal_document().size(); ++length) {
    EXPECT_FALSE(parse_provision_response(provision_refusal_document().substr(0, length))) << length;
  }
}

TEST(ProvisionResponse, ReadsMutationsWithoutHarmAndWhatItAcceptsItCanWrite) {
  int accepted = 0;
  std::mt19937 random(20260102);
  for (int round = 0; round < 10000; ++round) {
    std::string document(kContractResponse);
    for (std::uint32_t changes = 1 + random() % 3; changes > 0; --changes) {
      const std::size_t at = random() % document.size();
      switch (random() % 3) {
        case 0: document[at] = static_cast<char>(random() % 256); break;
        case 1: document.erase(at, 1 + random() % 8); break;
        default: document.insert(at, document.substr(random() % document.size(), random() % 40));
      }
    }
    Result<ProvisionAnswer> answer = parse_provision_response(document);
    if (!answer || !std::holds_alternative<ProvisionResponse>(*answer)) continue;
    ++accepted;
    Result<ProvisionAnswer> again =
        parse_provision_response(write_provision_response(std::get<ProvisionResponse>(*answer)));
    ASSERT_TRUE(again) << document << again.error().reason;
    ASSERT_EQ(*again, *answer) << document;
  }
  EXPECT_GT(accepted, 0);
}

}  // namespace
}  // namespace dialtone::provisioning
