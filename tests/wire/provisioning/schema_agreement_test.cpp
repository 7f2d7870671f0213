// The XML Schemas and the readers accept the same documents, except for listed differences that each have a reason.
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "tests/wire/provisioning/altered_documents.h"
#include "tests/wire/provisioning/samples.h"
#include "tests/wire/provisioning/xmllint.h"
#include "wire/provisioning/xml_writer.h"

namespace dialtone::provisioning {
namespace {

// Returns a response with every optional element.
std::string full_response() {
  ProvisionResponse response = sample_response();
  response.call_agents.push_back({"2001:db8::1", 5062, CallAgentProtocol::kSip, Transport::kTcp});
  response.firmware->allow_downgrade = true;
  response.firmware->username = "update";
  response.firmware->password = "pass word";
  return write_provision_response(response);
}

std::string refusal() {
  return std::string(kXmlDeclaration) +
         "<provision-response version=\"1.0\">\n  <refusal>not-authorized</refusal>\n</provision-response>\n";
}

// A document that the schema accepts and the reader does not.
struct Difference {
  std::string_view change;
  std::string_view reason;
};

constexpr std::string_view kBytes = "the reader limits what stands between the tags, in bytes, before it is kept";
constexpr std::string_view kIpv6 = "the schema's pattern for IPv6 addresses is a rough one: it counts no groups";
constexpr std::string_view kWire = "a schema describes what a document says, not the form in which it travels";
constexpr std::string_view kAttribute = "the documents have no namespace, and a schema takes these attributes anywhere";

constexpr Difference kDifferences[] = {
    {"another encoding", kWire},
    {"XML 1.1", kWire},
    {"a DOCTYPE", kWire},
    {"over 64 kB", kWire},
    {"a namespace that nothing is of", kAttribute},
    {"a hint at a schema", kAttribute},
    {"a value: 1030 bytes", kBytes},
    {"a value: 1200 bytes", kBytes},
    {"a value: 1:2:3:4:5:6:7", kIpv6},
    {"a value: 1::2::3", kIpv6},
    {"a value: 12345::", kIpv6},
};

bool may_differ(const AlteredDocument& document) {
  return std::any_of(std::begin(kDifferences), std::end(kDifferences),
                     [&](const Difference& each) { return each.change == document.change; });
}

template <typename Document>
void expect_agreement(const std::vector<AlteredDocument>& documents, const std::vector<bool>& valid,
                      const Document& good, Result<Document> (*read)(std::string_view)) {
  ASSERT_EQ(valid.size(), documents.size());
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const AlteredDocument& each = documents[i];
    const Result<Document> document = read(each.text);
    SCOPED_TRACE(each.change + " <" + each.element + ">: " + (document ? "taken" : document.error().reason));
    if (may_differ(each)) {
      EXPECT_TRUE(valid[i]);
      EXPECT_FALSE(document);
    } else {
      EXPECT_EQ(document.ok(), valid[i]);
      EXPECT_TRUE(document || !each.same_values);
    }
    if (document && each.same_values) EXPECT_EQ(*document, good);
  }
}

class SchemaAgreement : public Xmllint {};

// 10 B13
TEST_F(SchemaAgreement, OfRequestsThatAreAlteredInEachWay) {
  const std::vector<AlteredDocument> documents = altered_documents(kContractRequest);
  EXPECT_GE(documents.size(), 300U);
  for (const AlteredDocument& each : documents) add(each.text);
  const auto read = [](std::string_view text) { return parse_provision_request(text); };
  expect_agreement<ProvisionRequest>(documents, judge("provision-request.xsd"), *read(kContractRequest), read);
}

// 10 B13
TEST_F(SchemaAgreement, OfResponsesThatAreAlteredInEachWay) {
  for (const std::string& good : {full_response(), refusal()}) {
    const std::vector<AlteredDocument> documents = altered_documents(good);
    EXPECT_GE(documents.size(), good == refusal() ? 60U : 1000U);
    forget();
    for (const AlteredDocument& each : documents) add(each.text);
    const auto read = [](std::string_view text) { return parse_provision_response(text); };
    expect_agreement<ProvisionAnswer>(documents, judge("provision-response.xsd"), *read(good), read);
  }
}

}  // namespace
}  // namespace dialtone::provisioning
