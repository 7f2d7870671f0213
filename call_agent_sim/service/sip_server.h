// SIP over UDP and TCP as a server speaks it (RFC 3261 8.2, 17.2.2, 18.2): takes messages, asks the registrar, and
// answers where RFC 3581 says, or over the connection that a request came on.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "call_agent_sim/registrar/flow.h"
#include "call_agent_sim/registrar/registrar.h"
#include "call_agent_sim/service/sip_client.h"
#include "call_agent_sim/service/sip_connections.h"
#include "call_agent_sim/service/sip_script.h"
#include "call_agent_sim/service/sip_sockets.h"
#include "call_agent_sim/service/strand_group.h"
#include "call_agent_sim/service/transactions.h"
#include "world/host.h"

namespace dialtone {

struct SipServerOptions {
  // What a message, any message, costs a core.
  Duration work_per_message{};
  // Answers that are kept for those who ask again, and what they are together.
  std::size_t most_transactions = 250'000;
  std::size_t most_transaction_bytes = 256 * 1024 * 1024;
  // Messages that wait for a core, or that a script delays; what comes beyond is lost, as from a kernel's buffer that
  // is full.
  std::size_t most_waiting = 20'000;
  // What these messages are together.
  std::size_t most_waiting_bytes = 64 * 1024 * 1024;
  // A request with more is answered with 513: no method that is served here has a body.
  std::size_t most_body_bytes = 8 * 1024;
  SipConnectionOptions tcp{};
};

class SipServer : private SipArrivals, private SipOutlet {
 public:
  // `sockets` outlive it; `secret` makes the tags of two servers, or of two lives of one, differ. `script` may be null.
  SipServer(Host& host, Registrar& registrar, const SipServerOptions& options, const std::vector<SipSockets>& sockets,
            std::uint64_t secret, SipScript* script);
  SipServer(const SipServer&) = delete;
  SipServer& operator=(const SipServer&) = delete;

  // Takes what comes to the UDP socket and to the listener of an address, for ever.
  Task<void> receive(std::uint16_t address);
  Task<void> accept(std::uint16_t address);

  // Datagrams of one peer are dealt with in the order in which they came, by its lane; lanes do not wait for each
  // other. Nor do connections.
  static constexpr std::size_t kLanes = 16;
  // Deals with the datagrams of one lane, for ever.
  Task<void> work_lane(std::size_t lane);
  // Forgets answers when their Timer J has fired, for ever.
  Task<void> forget_transactions();

  // Sends requests of the server's own.
  SipClient& client() { return client_; }

  // Until nothing that has come is left to do; connections end as they fall idle.
  Task<void> finish(Moment deadline);

 private:
  struct Arrived {
    Flow flow;
    std::string datagram;
  };
  // A request that can be answered.
  struct Request {
    sip::Message message;
    std::size_t size_bytes = 0;
    Flow flow;
    // Over UDP.
    Endpoint reply_to;
    // None where the request lacks what it takes to be known again.
    std::optional<Transactions::Name> transaction;
    // Of the To: the same for a request that comes again.
    std::string to_tag;
    bool is_malformed = false;
    SipAct act;
  };
  struct Lane {
    std::deque<Arrived> waiting;
    Signal arrived;
  };

  Task<void> take(SipArrival arrival) override;
  void lose(std::uint64_t connection) override { client_.lose(connection); }
  bool send(const Flow& flow, std::string_view bytes) override;
  Endpoint local(const Flow& flow) const override;

  bool has_room_for(std::string_view datagram) const;
  // Deals with a message, or has it dealt with later.
  Task<void> handle(SipArrival arrival);
  // None for what is never answered.
  std::optional<Request> read(SipArrival arrival) const;
  Task<void> deal_with(Request request);
  Task<void> deal_with_later(Request request);
  sip::Message plain_answer(const Request& request, int status) const;
  int judge(const Request& request) const;
  // Whether it came for the first time; its answer goes out again where it did not.
  bool begin_transaction(const Request& request);
  void finish_with(const Request& request, sip::Message answer);
  void send_answer(const Request& request, std::string_view bytes);
  std::string to_tag_of(std::string_view transaction_key) const;
  void note_finished(std::size_t size_bytes);

  Host& host_;
  Registrar& registrar_;
  SipServerOptions options_;
  const std::vector<SipSockets>& sockets_;
  std::uint64_t secret_;
  SipScript* script_;
  Transactions transactions_;
  SipClient client_;
  SipConnections connections_;
  std::array<Lane, kLanes> lanes_;
  // Messages that have come and are not dealt with.
  std::size_t unfinished_ = 0;
  std::size_t waiting_bytes_ = 0;
  Signal finished_;
  Signal answered_;
  StrandGroup delayed_;
};

}  // namespace dialtone
