#include "tests/house/include_rules.h"

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <vector>

#include "tests/house/source_tree.h"

namespace dialtone {
namespace {

std::string first_part(const std::string& path) { return path.substr(0, path.find('/')); }

bool is_ours(const std::string& included) {
  const std::vector<std::string>& folders = source_folders();
  return std::find(folders.begin(), folders.end(), first_part(included)) != folders.end();
}

bool in_quotes(const std::string& line) {
  static const std::regex form(R"(^\s*#\s*include(_next)?\s*")");
  return std::regex_search(line, form);
}

// Whether the files of a folder or room live on a host of any world.
bool lives_on_a_host(const std::string& row) {
  return row == "protocol" || row == "device_sim" || row == "prov_server" || row == "call_agent_sim" ||
         row == "scenarios/middlebox";
}

// For each folder, and for each room with a row of its own, the other folders that it may include.
const std::map<std::string, std::set<std::string>>& allowed() {
  static const std::set<std::string> party{"values", "world", "wire", "protocol", "subscribers"};
  static const std::set<std::string> everything(source_folders().begin(), source_folders().end());
  static const std::map<std::string, std::set<std::string>> table{
      {"values", {}},
      {"wire", {"values"}},
      {"world", {"values"}},
      {"protocol", {"values", "world", "wire"}},
      {"subscribers", {"values", "wire"}},
      {"device_sim", party},
      {"prov_server", party},
      {"call_agent_sim", party},
      {"scenarios",
       {"values", "world", "wire", "protocol", "subscribers", "device_sim", "prov_server", "call_agent_sim"}},
      {"scenarios/middlebox", {"values", "world", "wire", "protocol"}},
      {"tools",
       {"values", "world", "wire", "protocol", "subscribers", "device_sim", "prov_server", "call_agent_sim",
        "scenarios"}},
      {"tests", everything}};
  return table;
}

// The row of allowed() for a file: its room's where there is one, else its folder's.
std::string row_of(const std::string& path) {
  const std::string room = path.substr(0, path.find('/', path.find('/') + 1));
  return allowed().contains(room) ? room : first_part(path);
}

// For each prefix of a header's name, the places that may include the header.
const std::vector<std::pair<std::string, std::vector<std::string>>>& rooms_of_vendors() {
  static const std::vector<std::string> xml{"wire/provisioning/", "scenarios/report/"};
  static const std::vector<std::string> real_world{"world/real/"};
  static const std::vector<std::string> processes{"scenarios/engine/", "scenarios/sites/", "tools/"};
  static const std::vector<std::pair<std::string, std::vector<std::string>>> rooms{
      {"Poco/SAX/", xml},
      {"Poco/XML/", xml},
      {"Poco/DOM/", xml},
      {"Poco/JSON/", {"scenarios/oracles/", "scenarios/report/"}},
      {"Poco/Data/", {"subscribers/"}},
      {"Poco/Net/", real_world},
      {"Poco/Thread", {}},
      {"Poco/Clock", {}},
      {"Poco/Stopwatch", {}},
      {"Poco/Timer", {}},
      {"Poco/Random", {}},
      {"Poco/Timestamp", {}},
      {"Poco/DateTime", {}},
      {"sqlite3", {"subscribers/"}},
      {"sys/socket.h", real_world},
      {"sys/epoll.h", real_world},
      {"sys/eventfd.h", real_world},
      {"sys/timerfd.h", real_world},
      {"sys/un.h", real_world},
      {"netinet/", real_world},
      {"netdb.h", real_world},
      {"ifaddrs.h", real_world},
      // values/ uses inet_pton() to read IPv6 addresses.
      {"arpa/inet.h", {"world/real/", "values/"}},
      {"poll.h", {"world/real/", "scenarios/engine/", "scenarios/sites/", "tools/"}},
      {"sys/poll.h", real_world},
      {"sys/select.h", real_world},
      {"sys/wait.h", processes},
      {"sys/prctl.h", processes},
      {"thread", {"world/real/", "tools/"}},
      {"mutex", real_world},
      {"condition_variable", real_world},
      {"future", {}},
      {"shared_mutex", {}},
      {"semaphore", {}},
      {"semaphore.h", {}},
      {"barrier", {}},
      {"latch", {}},
      {"stop_token", processes},
      {"pthread.h", {}},
      {"boost/", {"wire/http/"}},
      {"openssl/", {"wire/digest/", "wire/http/"}},
      {"yaml-cpp/", {"scenarios/language/"}}};
  return rooms;
}

// A vendor name that ends like a file name stands for exactly that header.
bool names(const std::string& included, const std::string& vendor) {
  if (vendor.ends_with('/') || vendor.starts_with("Poco/") || vendor == "sqlite3") return included.starts_with(vendor);
  return included == vendor;
}

}  // namespace

std::string included_path(const std::string& line) {
  // Tested first because std::regex is slow and most lines have neither word.
  if (line.find("include") == std::string::npos && line.find("import") == std::string::npos) return {};
  static const std::regex form(
      R"re(^\s*(?:/\*.*?\*/\s*)?#\s*(?:include|include_next|import)\s*(?:"([^"]*)"|<([^>]*)>))re");
  std::smatch found;
  if (!std::regex_search(line, found, form)) return {};
  return found[1].matched ? found[1].str() : found[2].str();
}

std::string points_up(const std::string& path, const std::string& line) {
  const std::string included = included_path(line);
  if (included.find("..") != std::string::npos) return "is not named from the root";
  if (!is_ours(included)) return in_quotes(line) ? "is not named from the root" : "";
  const std::string row = row_of(path);
  const std::string to = first_part(included);
  return to == first_part(path) || allowed().at(row).contains(to) ? "" : row + " includes " + to;
}

std::string crosses_the_seam(const std::string& path, const std::string& line) {
  if (first_part(path) != "world") return {};
  const std::string included = included_path(line);
  for (const std::string world : {"world/virtual/", "world/real/"}) {
    if (included.starts_with(world) && !path.starts_with(world)) return "includes a file of " + world;
  }
  return {};
}

std::string names_a_world(const std::string& path, const std::string& line) {
  if (!lives_on_a_host(row_of(path))) return {};
  const std::string included = included_path(line);
  const bool world = included.starts_with("world/real/") || included.starts_with("world/virtual/");
  return world ? "includes " + included + ", which only one world has" : "";
}

std::string points_up_in_scenarios(const std::string& path, const std::string& line) {
  static const std::vector<std::string> rooms{"middlebox/",
                                              "language/document/",
                                              "language/names/",
                                              "language/keys/",
                                              "language/faults/",
                                              "language/expectations/",
                                              "language/parties/",
                                              "language/plan/",
                                              "language/reference/",
                                              "faults/",
                                              "oracles/",
                                              "sites/",
                                              "engine/",
                                              "report/"};
  static const std::string folder = "scenarios/";
  const auto rank = [](const std::string& file) {
    const auto is_of = [&](const std::string& room) { return file.compare(folder.size(), room.size(), room) == 0; };
    return std::find_if(rooms.begin(), rooms.end(), is_of) - rooms.begin();
  };
  if (!path.starts_with(folder)) return {};
  if (rank(path) == std::ssize(rooms)) return "stands in a room that this test does not know";
  const std::string included = included_path(line);
  if (!included.starts_with(folder)) return {};
  return rank(included) <= rank(path) ? "" : "includes what comes later";
}

std::string points_up_in_a_party(const std::string& path, const std::string& line) {
  static const std::vector<std::vector<std::string>> parties{
      {"device_sim/model", "device_sim/provisioning", "device_sim/signalling", "device_sim/life", "device_sim/load"},
      {"prov_server/audit", "prov_server", "prov_server/commands"},
      {"call_agent_sim/registrar", "call_agent_sim/service"}};
  const auto room_of = [](const std::string& file) { return file.substr(0, file.rfind('/')); };
  const auto rooms = std::find_if(parties.begin(), parties.end(), [&](const std::vector<std::string>& each) {
    return first_part(each.front()) == first_part(path);
  });
  if (rooms == parties.end()) return {};
  const auto from = std::find(rooms->begin(), rooms->end(), room_of(path));
  if (from == rooms->end()) return "stands in a room that this test does not know";
  const auto to = std::find(rooms->begin(), rooms->end(), room_of(included_path(line)));
  return to == rooms->end() || to <= from ? "" : "includes what comes later";
}

std::string points_up_between_rooms(const std::string& path, const std::string& line) {
  // The lower room of each pair comes first.
  static const std::vector<std::pair<std::string, std::string>> pairs{{"wire/sip/headers", "wire/sip"},
                                                                      {"subscribers", "subscribers/sqlite"}};
  const auto room_of = [](const std::string& file) { return file.substr(0, file.rfind('/')); };
  const bool goes_up = std::any_of(pairs.begin(), pairs.end(), [&](const auto& pair) {
    return pair.first == room_of(path) && pair.second == room_of(included_path(line));
  });
  return goes_up ? "includes the room above its own" : "";
}

std::string leaves_its_room(const std::string& path, const std::string& line) {
  if (first_part(path) == "tests") return {};
  const std::string included = included_path(line);
  if (included.empty()) return {};
  for (const auto& [vendor, homes] : rooms_of_vendors()) {
    if (!names(included, vendor)) continue;
    const bool home =
        std::any_of(homes.begin(), homes.end(), [&](const std::string& each) { return path.starts_with(each); });
    if (!home) return vendor + " does not belong here";
  }
  return {};
}

}  // namespace dialtone
