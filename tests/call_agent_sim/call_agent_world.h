// A virtual world with a call agent and a phone whose SIP is written by hand, for stories.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "call_agent_sim/service/call_agent.h"
#include "subscribers/subscriber_store.h"
#include "tests/call_agent_sim/service/tcp_phone.h"
#include "tests/heard.h"
#include "wire/sip/message.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {

// The accounts line1, line2 and so on of a domain, each with the password "secret-" and its name.
class StoreOfLines : public SubscriberStore {
 public:
  Result<IdentityMatch, StoreFault> find_by_identity(const Identity&) override { return StoreFault::kGone; }
  Result<AccountMatch, StoreFault> find_account(std::string_view domain, std::string_view name) override;
  Result<AccountMatch, StoreFault> find_account_by_username(std::string_view domain,
                                                            std::string_view username) override;
  Result<NamedAccount, StoreFault> find_account_by_device_name(std::string_view name, std::string_view first_domain,
                                                               std::string_view second_domain) override;
  Result<std::vector<AccountMatch>, StoreFault> find_accounts_by_username(std::string_view username) override;
  Result<SchemesInUse, StoreFault> schemes_in_use() override { return StoreFault::kGone; }
  Result<std::vector<PossiblePassword>, StoreFault> find_provision_passwords(ProvisionAuthentication,
                                                                             std::string_view) override {
    return StoreFault::kGone;
  }

  void refresh() override { ++refreshed; }

  std::string domain = "voip.example.net";
  // Accounts of other domains.
  std::vector<Account> others;
  // By line, if the digest user has another name.
  std::map<std::string, std::string, std::less<>> usernames;
  // By line, where the password is another one.
  std::map<std::string, std::string, std::less<>> passwords;
  int asked = 0;
  int refreshed = 0;
  // The number of further questions that find the database locked.
  int locked = 0;
  bool gone = false;

 private:
  // Returns the fault of the next question, if any.
  std::optional<StoreFault> fault();
};

class RecordedEvents : public Recorder {
 public:
  struct Seen {
    Moment time;
    std::string host;
    std::string name;
    std::map<std::string, std::string, std::less<>> fields;
  };
  void record(const RecordedEvent& event) override;
  // Returns the events of that name in order.
  std::vector<Seen> named(std::string_view name) const;

 private:
  std::vector<Seen> all_;
};

// What a phone sent and received on one socket.
class Phone {
 public:
  Phone(VirtualWorld& world, std::string name, IpAddress address);

  void send(const Endpoint& to, std::string_view bytes) { ASSERT_TRUE(socket_->send(to, bytes)); }
  const Endpoint& local() const { return local_; }
  // Everything received so far.
  const Heard<Datagram>& received() const { return received_; }

 private:
  Task<void> live(Host& host);

  Endpoint local_;
  std::unique_ptr<UdpSocket> socket_;
  Heard<Datagram> received_;
};

// The parts of a REGISTER; each test changes the part that it is about.
struct RegisterParts {
  std::string uri = "sip:voip.example.net";
  std::string line = "line1";
  std::string domain = "voip.example.net";
  std::string username{};  // empty: the line
  std::string password{};  // empty: the right one
  std::string call_id = "call-1";
  std::uint32_t cseq = 1;
  // Values of Contact headers.
  std::vector<std::string> contacts = {"<sip:line1@10.0.0.42:5060>"};
  // Further header lines, without line ends.
  std::vector<std::string> headers = {"Expires: 3600"};
  bool rport = true;
};

class CallAgentWorld : public ::testing::Test {
 protected:
  CallAgentWorld();

  // Starts the call agent with the present `options_`.
  void start();
  void run_for(Duration duration) { ASSERT_EQ(world_.run(world_.now() + duration), RunEnd::kUntil); }
  void run_until(Duration since_start) { ASSERT_EQ(world_.run(Moment(since_start)), RunEnd::kUntil); }

  // Sends a datagram from the phone and returns the only answer of the same moment; nullopt if there is none.
  std::optional<sip::Message> ask(const std::string& bytes);
  // Returns the bytes of a REGISTER with a new branch. With an empty `nonce` it has no credentials, else credentials
  // with the nonce's next count.
  std::string register_bytes(const RegisterParts& parts, std::string_view nonce = {});
  // Sends two requests, without credentials and with them (cseq and cseq + 1); returns the last answer.
  sip::Message enroll(const RegisterParts& parts);
  // Returns the nonce of the challenge to a new request.
  std::string fetch_nonce(const RegisterParts& parts = {});
  // Returns the contacts of a 200 as `<contact>;expires=n`.
  static std::vector<std::string> contacts_of(const sip::Message& answer);
  static std::string challenge_of(const sip::Message& answer);
  static std::string nonce_of(const sip::Message& challenged);
  // Runs the world until the phone has received something, at most a minute.
  void turn_until_asked(const TcpPhone& phone);
  // Returns the call agent's last request to the phone.
  sip::Message last_request() const;
  // Returns the bytes of a device's answer to a request.
  static std::string answer_bytes(const sip::Message& request, int status);

  HostConfig config_of_host();

  // What the call agent's host runs instead; null: the call agent.
  Host::Main main_;

  Endpoint server_{IpAddress::v4(10, 0, 0, 1), 5060};
  RecordedEvents events_;
  VirtualWorld world_;
  StoreOfLines store_;
  CallAgentOptions options_;
  sip::ServerScript* script_ = nullptr;
  std::unique_ptr<CallAgent> agent_;
  Host& host_;
  Phone phone_;
  int next_branch_ = 1;
  // How often register_bytes() used each nonce.
  std::map<std::string, std::uint32_t> uses_;
};

}  // namespace dialtone
