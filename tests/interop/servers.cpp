#include "tests/interop/servers.h"

#include <algorithm>
#include <set>
#include <sstream>

#include "tests/tools/socket_client.h"

namespace dialtone {
namespace {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t end = 0; end != std::string::npos; begin = end + 1) {
    end = text.find(separator, begin);
    parts.push_back(text.substr(begin, end == std::string::npos ? end : end - begin));
  }
  return parts;
}

std::string joined(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) line += (&cell == &cells.front() ? "" : ",") + cell;
  return line + "\n";
}

// Returns the lines of that event.
std::vector<std::string> events_of(const std::filesystem::path& file, const std::string& event) {
  std::istringstream stream(read_file(file));
  std::vector<std::string> found;
  const std::string name = "\"event\":\"" + event + "\"";
  for (std::string line; std::getline(stream, line);) {
    if (line.find(name) != std::string::npos) found.push_back(line);
  }
  return found;
}

}  // namespace

SubscriberTable::SubscriberTable(const std::string& csv) {
  std::istringstream stream(csv);
  std::string line;
  std::getline(stream, line);
  header_ = split(line, ',');
  while (std::getline(stream, line)) rows_.push_back(split(line, ','));
}

void SubscriberTable::set_all(const std::string& column, const std::string& value) {
  for (std::size_t row = 0; row < size(); ++row) set(row, column, value);
}

std::string SubscriberTable::csv() const {
  std::string text = joined(header_);
  for (const std::vector<std::string>& row : rows_) text += joined(row);
  return text;
}

std::size_t SubscriberTable::number(const std::string& column) const {
  const auto found = std::find(header_.begin(), header_.end(), column);
  if (found == header_.end()) throw std::out_of_range(column);
  return static_cast<std::size_t>(found - header_.begin());
}

void InteropTest::TearDown() {
  if (!HasFailure()) return;
  for (const auto* command : {&call_agent_, &prov_server_, &devices_}) {
    if (*command) ADD_FAILURE() << "ours said:\n" << (*command)->out() << (*command)->err();
  }
}

void InteropTest::make_subscribers(int count) {
  Command generate("prov_server",
                   {"subscribers", "generate", "--count", std::to_string(count), "--domain", "voip.example.net",
                    "--call-agent", "127.0.0.1:1"},
                   folder_.path());
  ASSERT_EQ(generate.wait(), 0) << generate.err();
  users_ = SubscriberTable(generate.out());
}

void InteropTest::use_call_agent_at(int port) { users_.set_all("call_agent_port", std::to_string(port)); }

void InteropTest::import() {
  folder_.write("users.csv", users_.csv());
  Command import("prov_server", {"subscribers", "import", "--database", "users.db", "users.csv"}, folder_.path());
  ASSERT_EQ(import.wait(), 0) << import.err();
}

int InteropTest::start_call_agent(std::vector<std::string> more) {
  // Made once with a wrong port, because the call agent opens its database before its port is known.
  import();
  std::vector<std::string> arguments{"serve",       "--database", "users.db",        "--sip",
                                     "127.0.0.1:0", "--events",   "call_agent.jsonl"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  call_agent_.emplace("call_agent_sim", arguments, folder_.path());
  const std::string endpoint = call_agent_->wait_for_line("listening sip-tcp ");
  EXPECT_NE(endpoint, "") << call_agent_->err();
  if (endpoint.empty()) return 0;
  use_call_agent_at(port_of(endpoint));
  import();
  return port_of(endpoint);
}

int InteropTest::start_prov_server(std::vector<std::string> more) {
  import();
  std::vector<std::string> arguments{"serve",       "--database", "users.db",         "--listen",
                                     "127.0.0.1:0", "--events",   "prov_server.jsonl"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  prov_server_.emplace("prov_server", arguments, folder_.path());
  const std::string endpoint = prov_server_->wait_for_line("listening http ");
  EXPECT_NE(endpoint, "") << prov_server_->err();
  return endpoint.empty() ? 0 : port_of(endpoint);
}

Command& InteropTest::start_devices(std::vector<std::string> more) {
  std::vector<std::string> arguments{"--subscribers", "users.csv", "--rate", "200/s", "--events", "devices.jsonl"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  devices_.emplace("device_sim", arguments, folder_.path());
  return *devices_;
}

std::size_t InteropTest::count(const std::string& file, const std::string& event) const {
  return events_of(folder_.path() / file, event).size();
}

std::size_t InteropTest::count_different(const std::string& file, const std::string& event,
                                         const std::string& field) const {
  std::set<std::string> values;
  const std::string key = "\"" + field + "\":\"";
  for (const std::string& line : events_of(folder_.path() / file, event)) {
    const std::size_t at = line.find(key);
    if (at != std::string::npos)
      values.insert(line.substr(at + key.size(), line.find('"', at + key.size()) - at - key.size()));
  }
  return values.size();
}

}  // namespace dialtone
