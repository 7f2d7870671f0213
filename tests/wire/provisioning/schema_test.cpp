// Validates what the project writes against the XML Schemas in the tree.
#include <gtest/gtest.h>

#include <string>

#include "tests/wire/provisioning/samples.h"
#include "tests/wire/provisioning/xmllint.h"

namespace dialtone::provisioning {
namespace {

class Schema : public Xmllint {};

TEST_F(Schema, DescribesEachShapeOfRequestThatIsWritten) {
  for (int parts = 0; parts < 8; ++parts) {
    ProvisionRequest request = sample_request();
    if ((parts & 1) != 0) request.firmware_version.reset();
    if ((parts & 2) != 0) request.settings_revision.reset();
    if ((parts & 4) != 0) request.ip_address = *parse_ip_address("2001:db8::42");
    request.product_description = "<&> \"é\"";
    add(write_provision_request(request));
  }
  add(kContractRequest);
  EXPECT_EQ(faults("provision-request.xsd"), "");
}

TEST_F(Schema, DescribesEachShapeOfResponseThatIsWritten) {
  for (int parts = 0; parts < 128; ++parts) {
    ProvisionResponse response = sample_response();
    if ((parts & 1) != 0) response.authentication.reset();
    if ((parts & 2) != 0) response.expires_seconds.reset();
    if ((parts & 4) != 0) response.call_agents[0].port.reset();
    if ((parts & 8) != 0) response.call_agents.push_back({"2001:db8::1", 1, CallAgentProtocol::kMgcp, Transport::kTcp});
    if ((parts & 16) != 0) response.firmware->port.reset();
    if ((parts & 32) != 0) response.firmware->username = "u";
    if ((parts & 32) != 0 && (parts & 16) != 0) response.firmware->password = "<p> q";
    if ((parts & 64) != 0) response.firmware->allow_downgrade = true;
    if ((parts & 112) == 112) response.firmware.reset();
    add(write_provision_response(response));
  }
  add(kContractResponse);
  add(provision_refusal_document());
  EXPECT_EQ(faults("provision-response.xsd"), "");
}

TEST_F(Schema, RefusesARequestWithAnElementThatIsUnknown) {
  add(with(kContractRequest, "<header>", "<header><extra/>"));
  EXPECT_NE(faults("provision-request.xsd"), "");
}

TEST_F(Schema, RefusesAResponseThatIsBothSettingsAndRefusal) {
  add(with(kContractResponse, "</body>", "</body><refusal>not-authorized</refusal>"));
  EXPECT_NE(faults("provision-response.xsd"), "");
}

}  // namespace
}  // namespace dialtone::provisioning
