// The XML Schemas in the tree equal those made from the tables of the documents' fields. After a change of the tables
// run:
//
//   DIALTONE_REWRITE=1 build/release/bin/wire_test --gtest_filter='SchemaFiles.*'
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/build_paths.h"
#include "tests/wire/provisioning/schema_writer.h"

namespace dialtone::provisioning {
namespace {

void expect_file(const std::string& name, const std::string& text) {
  const std::string path = DIALTONE_SOURCE_DIR "/wire/provisioning/" + name;
  if (std::getenv("DIALTONE_REWRITE") != nullptr) std::ofstream(path) << text;
  std::stringstream file;
  file << std::ifstream(path).rdbuf();
  EXPECT_EQ(file.str(), text) << "DIALTONE_REWRITE=1 writes it anew";
}

TEST(SchemaFiles, AreThoseOfTheTables) {
  expect_file("provision-request.xsd", request_schema());
  expect_file("provision-response.xsd", response_schema());
}

}  // namespace
}  // namespace dialtone::provisioning
