// The habits of the house that a machine can check (CONTRIBUTING.md).
#include <gtest/gtest.h>

#include <regex>

#include "tests/house/source_tree.h"

namespace dialtone {
namespace {

constexpr std::size_t kMostColumns = 120;
constexpr std::size_t kMostLines = 500;

std::string without_text(const std::string& line) {
  std::string code;
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && quoted) {
      ++i;
      continue;
    }
    if (line[i] == '"') quoted = !quoted;
    if (!quoted) code += line[i];
  }
  return code.substr(0, code.find("//"));
}

TEST(Style, LinesFitOnAScreen) {
  for (const SourceFile& file : source_files()) {
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      EXPECT_LE(file.lines[i].size(), kMostColumns) << file.path << ":" << i + 1;
    }
  }
}

TEST(Style, AFileHasOneSubject) {
  for (const SourceFile& file : source_files()) {
    if (file.folder() == "tests") continue;
    EXPECT_LE(file.lines.size(), kMostLines) << file.path;
  }
}

TEST(Style, EveryHeaderIsIncludedOnce) {
  for (const SourceFile& file : source_files()) {
    if (!file.path.ends_with(".h")) continue;
    const bool guarded = std::find(file.lines.begin(), file.lines.end(), "#pragma once") != file.lines.end();
    EXPECT_TRUE(guarded) << file.path;
  }
}

TEST(Style, EveryHeaderOpensWithWhatItIs) {
  for (const SourceFile& file : source_files()) {
    if (!file.path.ends_with(".h")) continue;
    ASSERT_FALSE(file.lines.empty()) << file.path;
    EXPECT_EQ(file.lines.front().rfind("// ", 0), 0U) << file.path;
  }
}

// Parties and protocols reach the world through Host alone: no clock, no randomness, no thread, no mutable global.
TEST(Style, NothingReachesRoundTheSeam) {
  const std::regex forbidden(
      R"(system_clock::now|steady_clock::now|\brandom_device\b|\bmt19937|\bstd::rand\b|\bstd::thread\b|\bsleep_for\b|)"
      R"(\bgettimeofday\b|\bclock_gettime\b|\bthread_local\b)");
  for (const SourceFile& file : source_files()) {
    const bool free = file.folder() == "tests" || file.folder() == "tools" || file.folder() == "scenarios" ||
                      file.path.rfind("world/real/", 0) == 0 || file.path.ends_with("/main.cpp");
    if (free) continue;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      EXPECT_FALSE(std::regex_search(without_text(file.lines[i]), forbidden))
          << file.path << ":" << i + 1 << ": " << file.lines[i];
    }
  }
}

TEST(Style, NothingIsLeftForLater) {
  const std::regex leftover(std::string(R"(\b(TO)") + R"(DO|FIX)" + R"(ME|HA)" + R"(CK|XX)" + R"(X)\b)");
  for (const SourceFile& file : source_files()) {
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      EXPECT_FALSE(std::regex_search(file.lines[i], leftover)) << file.path << ":" << i + 1;
    }
  }
}

TEST(Style, TestsDoNotSleepAndBindNoFixedPort) {
  const std::regex waits(std::string(R"(\bsleep_)") + R"(for\b|\busleep\(|\bDIS)" + R"(ABLED_|GTEST_)" + R"(SKIP)");
  for (const SourceFile& file : source_files()) {
    if (file.folder() != "tests") continue;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      EXPECT_FALSE(std::regex_search(file.lines[i], waits)) << file.path << ":" << i + 1;
    }
  }
}

}  // namespace
}  // namespace dialtone
