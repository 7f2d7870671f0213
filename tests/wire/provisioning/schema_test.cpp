// What the project writes, against the XML Schemas in the tree.
#include <gtest/gtest.h>
#include <stdio.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <string>
#include <vector>

#include "tests/build_paths.h"
#include "tests/wire/provisioning/samples.h"

namespace dialtone::provisioning {
namespace {

class Schema : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(access("/usr/bin/xmllint", X_OK), 0) << "xmllint is missing: apt-get install libxml2-utils";
    std::string name = testing::TempDir() + "dialtone-schema-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }

  void TearDown() override {
    for (const std::string& file : files_) unlink(file.c_str());
    if (!folder_.empty()) rmdir(folder_.c_str());
  }

  void Add(std::string_view document) {
    files_.push_back(folder_ + "/" + std::to_string(files_.size()) + ".xml");
    std::ofstream(files_.back(), std::ios::binary) << document;
  }

  // What xmllint says of the documents that were added; empty where all are valid.
  std::string Faults(const std::string& schema) {
    std::string command =
        "/usr/bin/xmllint --noout --nonet --schema '" DIALTONE_SOURCE_DIR "/wire/provisioning/" + schema + "'";
    for (const std::string& file : files_) command += " '" + file + "'";
    FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    std::string said;
    std::array<char, 4096> piece;
    for (std::size_t got = 0; (got = fread(piece.data(), 1, piece.size(), pipe)) > 0;) said.append(piece.data(), got);
    const int status = pclose(pipe);
    return status == 0 ? "" : "exit " + std::to_string(status) + ": " + said;
  }

 private:
  std::string folder_;
  std::vector<std::string> files_;
};

TEST_F(Schema, DescribesEachShapeOfRequestThatIsWritten) {
  for (int parts = 0; parts < 8; ++parts) {
    ProvisionRequest request = sample_request();
    if ((parts & 1) != 0) request.firmware_version.reset();
    if ((parts & 2) != 0) request.settings_revision.reset();
    if ((parts & 4) != 0) request.ip_address = *parse_ip_address("2001:db8::42");
    request.product_description = "<&> \"é\"";
    Add(write_provision_request(request));
  }
  Add(kContractRequest);
  EXPECT_EQ(Faults("provision-request.xsd"), "");
}

TEST_F(Schema, DescribesEachShapeOfResponseThatIsWritten) {
  for (int parts = 0; parts < 128; ++parts) {
    ProvisionResponse response = sample_response();
    if ((parts & 1) != 0) response.authentication.reset();
    if ((parts & 2) != 0) response.expires_seconds.reset();
    if ((parts & 4) != 0) response.call_agents[0].port.reset();
    if ((parts & 8) != 0)
      response.call_agents.push_back({"2001:db8::1", 1, CallAgentProtocol::kMgcp, CallAgentTransport::kTcp});
    if ((parts & 16) != 0) response.firmware->port.reset();
    if ((parts & 32) != 0) response.firmware->username = "u";
    if ((parts & 32) != 0 && (parts & 16) != 0) response.firmware->password = " <p> ";
    if ((parts & 64) != 0) response.firmware->allow_downgrade = true;
    if ((parts & 112) == 112) response.firmware.reset();
    Add(write_provision_response(response));
  }
  Add(kContractResponse);
  Add(provision_refusal_document());
  EXPECT_EQ(Faults("provision-response.xsd"), "");
}

TEST_F(Schema, RefusesARequestWithAnElementThatIsUnknown) {
  Add(with(kContractRequest, "<header>", "<header><extra/>"));
  EXPECT_NE(Faults("provision-request.xsd"), "");
}

TEST_F(Schema, RefusesAResponseThatIsBothSettingsAndRefusal) {
  Add(with(kContractResponse, "</body>", "</body><refusal>not-authorized</refusal>"));
  EXPECT_NE(Faults("provision-response.xsd"), "");
}

}  // namespace
}  // namespace dialtone::provisioning
