// Validates documents with xmllint against the XML Schemas in the tree, in one process.
#pragma once

#include <gtest/gtest.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/build_paths.h"

namespace dialtone::provisioning {

class Xmllint : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(access("/usr/bin/xmllint", X_OK), 0) << "xmllint is missing: apt-get install libxml2-utils";
    std::string name = testing::TempDir() + "dialtone-schema-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }

  void TearDown() override {
    forget();
    if (!folder_.empty()) rmdir(folder_.c_str());
  }

  void add(std::string_view document) {
    files_.push_back(folder_ + "/" + std::to_string(files_.size()) + ".xml");
    std::ofstream(files_.back(), std::ios::binary) << document;
  }

  void forget() {
    for (const std::string& file : files_) unlink(file.c_str());
    files_.clear();
  }

  // Returns xmllint's messages about the added documents; empty if all are valid.
  std::string faults(const std::string& schema) const {
    int status = 0;
    const std::string said = run(schema, status);
    return status == 0 ? "" : "exit " + std::to_string(status) + ": " + said;
  }

  // Returns for each added document whether it is valid.
  std::vector<bool> judge(const std::string& schema) const {
    int status = 0;
    const std::string said = "\n" + run(schema, status);
    std::vector<bool> valid;
    for (const std::string& file : files_) {
      valid.push_back(said.find("\n" + file + " validates\n") != std::string::npos);
    }
    return valid;
  }

 private:
  std::string run(const std::string& schema, int& status) const {
    std::string command =
        "/usr/bin/xmllint --noout --nonet --schema '" DIALTONE_SOURCE_DIR "/wire/provisioning/" + schema + "'";
    for (const std::string& file : files_) command += " '" + file + "'";
    FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    std::string said;
    std::array<char, 4096> piece;
    for (std::size_t got = 0; (got = fread(piece.data(), 1, piece.size(), pipe)) > 0;) said.append(piece.data(), got);
    status = pclose(pipe);
    return said;
  }

  std::string folder_;
  std::vector<std::string> files_;
};

}  // namespace dialtone::provisioning
