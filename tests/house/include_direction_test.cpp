// Includes point down only (ARCHITECTURE.md).
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/house/source_tree.h"

namespace dialtone {
namespace {

// What each folder may include besides itself.
const std::map<std::string, std::set<std::string>>& allowed() {
  static const std::set<std::string> party{"values", "world", "wire", "subscribers"};
  static const std::set<std::string> everything{
      "values", "world", "wire", "subscribers", "device_sim", "prov_server", "call_agent_sim", "scenarios", "tools"};
  static const std::map<std::string, std::set<std::string>> table{
      {"values", {}},
      {"wire", {"values"}},
      {"world", {"values"}},
      {"subscribers", {"values"}},
      {"device_sim", party},
      {"prov_server", party},
      {"call_agent_sim", party},
      {"scenarios", {"values", "world", "wire", "subscribers", "device_sim", "prov_server", "call_agent_sim"}},
      {"tools", {"values", "world", "wire", "subscribers", "device_sim", "prov_server", "call_agent_sim", "scenarios"}},
      {"tests", everything}};
  return table;
}

// The path of an include of ours, or nothing.
std::string included_by(const std::string& line) {
  const std::string start = "#include \"";
  if (line.rfind(start, 0) != 0) return {};
  return line.substr(start.size(), line.find('"', start.size()) - start.size());
}

TEST(Includes, PointDownOnly) {
  for (const SourceFile& file : source_files()) {
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      const std::string included = included_by(file.lines[i]);
      if (included.empty()) continue;
      const std::string target = included.substr(0, included.find('/'));
      const bool fine = target == file.folder() || allowed().at(file.folder()).contains(target);
      EXPECT_TRUE(fine) << file.path << ":" << i + 1 << " includes " << included;
    }
  }
}

TEST(Includes, TheSeamKnowsNoWorldAndTheWorldsNotEachOther) {
  for (const SourceFile& file : source_files()) {
    if (file.folder() != "world") continue;
    const std::string room = file.path.substr(0, file.path.rfind('/'));
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      const std::string included = included_by(file.lines[i]);
      for (const std::string other : {"world/virtual", "world/real"}) {
        EXPECT_FALSE(included.rfind(other + "/", 0) == 0 && room != other)
            << file.path << ":" << i + 1 << " includes " << included;
      }
    }
  }
}

TEST(Includes, OnlyMainsOfPartiesNameTheRealWorld) {
  for (const SourceFile& file : source_files()) {
    const bool party =
        file.folder() == "device_sim" || file.folder() == "prov_server" || file.folder() == "call_agent_sim";
    if (!party || file.path.ends_with("/main.cpp")) continue;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      const std::string included = included_by(file.lines[i]);
      EXPECT_FALSE(included.rfind("world/real/", 0) == 0 || included.rfind("world/virtual/", 0) == 0)
          << file.path << ":" << i + 1 << " includes " << included;
    }
  }
}

// Each of a scenario's rooms knows those before it.
TEST(Includes, TheRoomsOfScenariosPointDownOnly) {
  const std::vector<std::string> rooms{"middlebox", "language", "faults", "oracles", "engine", "report"};
  const auto rank = [&](const std::string& path) {
    const std::string folder = "scenarios/";
    const std::string room = path.substr(folder.size(), path.rfind('/') - folder.size());
    return std::find(rooms.begin(), rooms.end(), room) - rooms.begin();
  };
  for (const SourceFile& file : source_files()) {
    if (file.folder() != "scenarios") continue;
    EXPECT_LT(rank(file.path), std::ssize(rooms)) << file.path << " is in a room that this test does not know";
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      const std::string included = included_by(file.lines[i]);
      if (included.rfind("scenarios/", 0) != 0) continue;
      EXPECT_LE(rank(included), rank(file.path)) << file.path << ":" << i + 1 << " includes " << included;
    }
  }
}

// What stands between the parties is a party too: it knows no world.
TEST(Includes, TheMiddleboxesKnowNoWorld) {
  for (const SourceFile& file : source_files()) {
    if (file.path.rfind("scenarios/middlebox/", 0) != 0) continue;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      const std::string included = included_by(file.lines[i]);
      for (const std::string above : {"world/virtual/", "world/real/", "call_agent_sim/"}) {
        EXPECT_NE(included.rfind(above, 0), 0U) << file.path << ":" << i + 1 << " includes " << included;
      }
    }
  }
}

// A vendor's header stays in its room (ARCHITECTURE.md).
TEST(Includes, VendorsStayInTheirRooms) {
  const std::map<std::string, std::vector<std::string>> rooms{
      {"Poco/SAX/", {"wire/provisioning/", "scenarios/report/"}},
      {"Poco/XML/", {"wire/provisioning/", "scenarios/report/"}},
      {"Poco/Data/", {"subscribers/"}},
      {"sqlite3.h", {"subscribers/"}},
      {"Poco/Net/", {"world/real/"}},
      {"sys/socket.h", {"world/real/"}},
      {"boost/beast", {"wire/http/"}},
      {"openssl/", {"wire/digest/", "wire/http/"}},
      {"yaml-cpp/", {"scenarios/language/"}}};
  for (const SourceFile& file : source_files()) {
    if (file.folder() == "tests") continue;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      const std::string& line = file.lines[i];
      if (line.rfind("#include <", 0) != 0) continue;
      for (const auto& [vendor, homes] : rooms) {
        if (line.compare(10, vendor.size(), vendor) != 0) continue;
        const bool home = std::any_of(homes.begin(), homes.end(),
                                      [&](const std::string& each) { return file.path.rfind(each, 0) == 0; });
        EXPECT_TRUE(home) << file.path << ":" << i + 1 << ": " << line;
      }
    }
  }
}

}  // namespace
}  // namespace dialtone
