// Servers under attack: both servers as processes on one database, messages with seeded damage, and what must be true
// of the servers afterwards.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/tools/command.h"
#include "tests/tools/folder.h"

namespace dialtone {

// A repeatable random source for tests.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t below(std::uint64_t limit);
  std::string bytes(std::size_t count);

 private:
  std::uint64_t state_;
};

// Returns the message with some bytes changed, removed, repeated or inserted.
std::string mutated(std::string message, Dice& dice);

// Whole requests of subscriber `number`, from 1, of a generated database.
std::string provision_document(int number);
std::string provision_request(int number, std::string_view connection = "close");
struct Registration {
  int number = 1;
  int cseq = 1;
  std::string authorization = {};
  std::string contact = {};  // empty: a query of the bindings
  std::string call_id = "one-boot";
  std::string transport = "UDP";
  // The subscriber whose address of record is registered, if not the sender's own.
  std::optional<int> other_number = std::nullopt;
};
std::string register_request(const Registration& registration);
// Returns the value of a message's header; empty if absent.
std::string header_of(const std::string& message, const std::string& name);

class ServersUnderAttack : public testing::Test {
 protected:
  static constexpr int kSubscribers = 40;

  ServersUnderAttack();
  // Expects that both servers end with 0, print nothing, have not grown, and have revealed no password.
  void expect_good_end();
  void expect_serving();

  // Registers with the right digest for the call agent's challenge; returns the answer.
  std::string register_with_digest(Registration registration);
  // Returns the Authorization for a challenge of the call agent.
  std::string authorization_for(const Registration& registration, const std::string& challenged);
  std::string password_of(int number) const { return passwords_.at(static_cast<std::size_t>(number - 1)); }

  std::vector<std::string> provisioning_arguments() const;
  std::vector<std::string> call_agent_arguments() const;
  // Uses any free port, because another program may take the port of a server that has ended.
  void start_provisioning();
  void start_call_agent();

  Folder folder_;
  std::string database_;
  std::vector<std::string> passwords_;
  std::optional<Command> provisioning_;
  std::optional<Command> call_agent_;
  int http_port_ = 0;
  int sip_port_ = 0;

 private:
  void make_database();
  void expect_good_end_of(Command& server, std::uint64_t kilobytes_before);
  void expect_no_secret_in(const std::string& text, const std::string& where) const;

  std::uint64_t provisioning_kilobytes_ = 0;
  std::uint64_t call_agent_kilobytes_ = 0;
  // The last CSeq of a registration with digest; it must rise, also after a restart.
  int last_cseq_ = 0;
};

}  // namespace dialtone
