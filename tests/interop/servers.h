// Our side of a test with real peers: generated subscribers, the servers and the devices, as processes on free ports.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "tests/interop/peer.h"
#include "tests/tools/command.h"
#include "tests/tools/folder.h"

namespace dialtone {

// The columns of a subscribers' CSV without quotes.
class SubscriberTable {
 public:
  SubscriberTable() = default;
  explicit SubscriberTable(const std::string& csv);

  std::size_t size() const { return rows_.size(); }
  const std::string& at(std::size_t row, const std::string& column) const { return rows_.at(row)[number(column)]; }
  void set(std::size_t row, const std::string& column, const std::string& value) {
    rows_.at(row)[number(column)] = value;
  }
  void set_all(const std::string& column, const std::string& value);
  std::string csv() const;

 private:
  std::size_t number(const std::string& column) const;

  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> rows_;
};

// Ends every started process with the test. `users_` may be changed until the servers or the devices start.
class InteropTest : public testing::Test {
 protected:
  void TearDown() override;

  // Fills users_.
  void make_subscribers(int count);
  // Sets the devices' call agent to that port of 127.0.0.1.
  void use_call_agent_at(int port);
  // Writes users_ to users.csv and imports it.
  void import();
  // Starts call_agent_sim, whose events go to call_agent.jsonl, and makes it the devices' call agent; returns its port.
  int start_call_agent(std::vector<std::string> more = {});
  // Starts prov_server, whose events go to prov_server.jsonl; returns its port.
  int start_prov_server(std::vector<std::string> more = {});
  // Starts device_sim for all of users.csv at a limited rate; its events go to devices.jsonl.
  Command& start_devices(std::vector<std::string> more);

  // Returns how many events of that name are in the file, and how many different values a field of them has.
  std::size_t count(const std::string& file, const std::string& event) const;
  std::size_t count_different(const std::string& file, const std::string& event, const std::string& field) const;

  const Folder folder_;
  SubscriberTable users_;
  std::optional<Command> call_agent_;
  std::optional<Command> prov_server_;
  std::optional<Command> devices_;
};

}  // namespace dialtone
