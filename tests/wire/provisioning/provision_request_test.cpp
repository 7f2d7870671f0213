#include "wire/provisioning/provision_request.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/wire/provisioning/samples.h"

namespace dialtone::provisioning {
namespace {

TEST(ProvisionRequest, IsReadFromTheContractsExample) {
  Result<ProvisionRequest> request = parse_provision_request(kContractRequest);
  ASSERT_TRUE(request) << request.error().reason;
  EXPECT_EQ(*request, sample_request());
}

TEST(ProvisionRequest, IsWrittenAsTheContractsExample) {
  EXPECT_EQ(write_provision_request(sample_request()), kContractRequest);
}

TEST(ProvisionRequest, IsReadBackAsItWasWrittenWithAndWithoutItsOptionalParts) {
  ProvisionRequest request = sample_request();
  request.product_description = "<&> \"quoted\" 'é' ]]>";
  request.ip_address = *parse_ip_address("2001:db8::42");
  for (int parts = 0; parts < 4; ++parts) {
    request.firmware_version = (parts & 1) != 0 ? std::optional<std::string>("1 & 2") : std::nullopt;
    request.settings_revision = (parts & 2) != 0 ? std::optional<std::uint64_t>(0) : std::nullopt;
    Result<ProvisionRequest> read = parse_provision_request(write_provision_request(request));
    ASSERT_TRUE(read) << read.error().reason;
    EXPECT_EQ(*read, request);
  }
}

TEST(ProvisionRequest, IsReadInWhateverFormXmlAllows) {
  const std::string no_declaration = with(kContractRequest, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", "");
  const std::vector<std::string> good = {
      "\xEF\xBB\xBF" + std::string(kContractRequest),
      no_declaration,
      "\xEF\xBB\xBF" + no_declaration,
      with(kContractRequest, "\"UTF-8\"", "'utf-8'"),
      with(kContractRequest, " encoding=\"UTF-8\"", " standalone=\"yes\""),
      with(kContractRequest, "<provision-request", "<!-- <!DOCTYPE x> --><?pi <!DOCTYPE x?>\n<provision-request"),
      with(kContractRequest, "version=\"1.0\">", "version='1.0' >"),
      with(kContractRequest, "ATA-2", "<![CDATA[ATA-2]]>"),
      with(kContractRequest, "ATA-2", "A&#84;A<!-- c -->-2"),
      with(kContractRequest, "ATA-2", "\n  ATA-2\n"),
      with(kContractRequest, "02:D1:A1:00:00:2A", "02d1.a100.002a"),
      with(kContractRequest, "02:D1:A1:00:00:2A", " 02-d1-a1-00-00-2a "),
      with(kContractRequest, ">17<", "> 0017 <"),
      std::string(kContractRequest) + "<!-- end -->",
  };
  for (const std::string& document : good) {
    Result<ProvisionRequest> request = parse_provision_request(document);
    ASSERT_TRUE(request) << document << request.error().reason;
    EXPECT_EQ(*request, sample_request()) << document;
  }
}

struct BadRequest {
  std::string document;
  std::string reason;  // part of the error
};

std::vector<BadRequest> bad_requests() {
  const std::string_view good = kContractRequest;
  std::string bomb = "<?xml version=\"1.0\"?><!DOCTYPE b [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY c \"&a;&a;&a;&a;\">]>";
  std::string deep;
  for (int i = 0; i < 9; ++i) deep += "<provision-request version=\"1.0\">";
  return {
      {"", "empty"},
      {"\xEF\xBB\xBF", "empty"},
      {"   ", "not well-formed"},
      {"hello", "not well-formed"},
      {bomb + std::string(good), "DOCTYPE"},
      {with(good, "<provision-request", "<!DOCTYPE provision-request SYSTEM \"http://evil/\">\n<provision-request"),
       "DOCTYPE"},
      {with(good, "<provision-request", "<!--x--> <?y?> <!DOCTYPE x><provision-request"), "DOCTYPE"},
      {with(good, "UTF-8", "ISO-8859-1"), "encoding 'ISO-8859-1'"},
      {with(good, "UTF-8", "UTF-16"), "encoding 'UTF-16'"},
      {with(good, "xml version=\"1.0\"", "xml version=\"1.1\""), "XML version '1.1'"},
      {std::string("\xFF\xFE<\0x\0", 6), "not UTF-8"},
      {std::string("<\0p\0r\0", 6), "null character"},
      {with(good, "ATA-2", "\xFF"), "not UTF-8"},
      {with(good, "ATA-2", "\xC0\xAF"), "not UTF-8"},
      {with(good, "ATA-2", "\xED\xA0\x80"), "not UTF-8"},
      {with(good, "ATA-2", "\xF4\x90\x80\x80"), "not UTF-8"},
      {with(good, "ATA-2", "\xE2\x82"), "not UTF-8"},
      {with(good, "ATA-2", "&nbsp;"), "not well-formed"},
      {with(good, "ATA-2", "&#7;"), "not well-formed"},
      {with(good, "ATA-2", "a&#127;"), "control character"},
      {with(good, "ATA-2", ""), "<product-description> is empty"},
      {with(good, "ATA-2", "  "), "<product-description> is empty"},
      {with(good, "C100042", ""), "<customer-number> is empty"},
      {with(good, "ATA-2", std::string(1025, 'x')), "too long"},
      {with(good, "ATA-2", std::string(70000, 'x')), "over 65536 bytes"},
      {with(good, "version=\"1.0\">", "version=\"1.1\">"), "version '1.1'"},
      {with(good, "version=\"1.0\">", ">"), "not exactly a version"},
      {with(good, "version=\"1.0\">", "version=\"1.0\" a=\"b\">"), "not exactly a version"},
      {with(good, "version=\"1.0\">", "version=\"1.0\" xmlns=\"urn:x\">"), "not exactly a version"},
      {with(good, "version=\"1.0\">", "a=\"1\" b=\"1\" c=\"1\" d=\"1\" e=\"1\">"), "too many attributes"},
      {with(good, "<header>", "<header x=\"y\">"), "attribute 'x'"},
      {with(good, "<xml-version>1.0", "<xml-version>1.1"), "<xml-version> is not 1.0"},
      {with(good, "<header>", "<header><extra/>"), "<extra>"},
      {with(good, "<header>", "<header><p:xml-version/>"), "<p:xml-version>"},
      {with(good, "<header>", "<header>text"), "text beside"},
      {with(good, "</header>", "text</header>"), "there is text in <header>"},
      {with(good, "ATA-2", "A<b/>2"), "text beside"},
      {with(good, "ATA-2", "<b/>"), "<b> is unknown"},
      {with(good, "</customer-number>", "</customer-number><customer-number>x</customer-number>"), "repeated"},
      {with(good, "<serial-number>DT0000000042</serial-number>", ""), "where <serial-number> is expected"},
      {with(good, "<ip-address>10.0.0.42</ip-address>", ""), "where <ip-address> is expected"},
      {with(good, "02:D1:A1:00:00:2A", "02:D1:A1:00:00"), "<mac-address> is not"},
      {with(good, "02:D1:A1:00:00:2A", "02:D1:A1:00:00:2G"), "<mac-address> is not"},
      {with(good, "10.0.0.42", "10.0.0.256"), "<ip-address> is not"},
      {with(good, "10.0.0.42", "host"), "<ip-address> is not"},
      {with(good, ">17<", "><"), "<settings-revision> is not a number"},
      {with(good, ">17<", ">-1<"), "<settings-revision> is not a number"},
      {with(good, ">17<", ">+1<"), "<settings-revision> is not a number"},
      {with(good, ">17<", ">1.5<"), "<settings-revision> is not a number"},
      {with(good, ">17<", ">0x11<"), "<settings-revision> is not a number"},
      {with(good, ">17<", ">9223372036854775808<"), "<settings-revision> is not a number"},
      {with(good, ">1.4.2<", "><"), "<firmware-version> is empty"},
      {with(good, "</provision-request>", ""), "not well-formed"},
      {std::string(good) + "x", "not well-formed"},
      {std::string(good) + std::string(good), "not well-formed"},
      {with(kContractResponse, "", ""), "the root is <provision-response>"},
      {deep, "attribute 'version'"},
      {"<provision-request version=\"1.0\"/>", "lacks <header>"},
      {"<provision-request version=\"1.0\" version=\"1.0\"/>", "not well-formed"},
      {"<!--", "no root"},
      {"<?xml version=\"1.0\"", "no end"},
  };
}

TEST(ProvisionRequest, IsRefusedWithTheReason) {
  for (const BadRequest& bad : bad_requests()) {
    Result<ProvisionRequest> request = parse_provision_request(bad.document);
    ASSERT_FALSE(request) << bad.document;
    EXPECT_NE(request.error().reason.find(bad.reason), std::string::npos) << request.error().reason << bad.document;
  }
}

TEST(ProvisionRequest, NamesTheLine) {
  Result<ProvisionRequest> request = parse_provision_request(with(kContractRequest, ">17<", ">x<"));
  ASSERT_FALSE(request);
  EXPECT_EQ(request.error().reason, "line 14: <settings-revision> is not a number from 0 to 9223372036854775807");
}

TEST(ProvisionRequest, IsRefusedWhenItIsCutAtAnyByte) {
  const std::string_view whole = kContractRequest.substr(0, kContractRequest.size() - 1);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(parse_provision_request(whole.substr(0, length))) << length;
  }
}

TEST(ProvisionRequest, ReadsMutationsWithoutHarmAndWhatItAcceptsItCanWrite) {
  std::mt19937 random(20260101);
  constexpr std::string_view kInsertions[] = {"<",    ">",  "&",  "]]>",  "<![CDATA[",
                                              "<!--", "\r", "\0", "\xC3", "</device>"};
  int accepted = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string document(kContractRequest);
    for (std::uint32_t changes = 1 + random() % 3; changes > 0; --changes) {
      const std::size_t at = random() % document.size();
      switch (random() % 3) {
        case 0: document[at] = static_cast<char>(random() % 256); break;
        case 1: document.erase(at, 1 + random() % 8); break;
        default: document.insert(at, kInsertions[random() % std::size(kInsertions)]);
      }
    }
    Result<ProvisionRequest> request = parse_provision_request(document);
    if (!request) continue;
    ++accepted;
    Result<ProvisionRequest> again = parse_provision_request(write_provision_request(*request));
    ASSERT_TRUE(again) << document << again.error().reason;
    ASSERT_EQ(*again, *request) << document;
  }
  EXPECT_GT(accepted, 0);
}

}  // namespace
}  // namespace dialtone::provisioning
