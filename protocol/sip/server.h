// A SIP server over UDP and TCP (RFC 3261 8.2, 17.2.2, 18.2): receives requests, asks its service for the answers, and
// sends them to where RFC 3581 says, or over the connection of the request.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/sip/flow.h"
#include "protocol/sip/flow_client.h"
#include "protocol/sip/held_answers.h"
#include "protocol/sip/identifiers.h"
#include "protocol/sip/server_connections.h"
#include "protocol/sip/server_script.h"
#include "protocol/sip/server_sockets.h"
#include "protocol/sip/server_transactions.h"
#include "protocol/sip/service.h"
#include "protocol/strand_group.h"
#include "world/host.h"

namespace dialtone::sip {

struct ServerOptions {
  // The time that each message, of whatever kind, occupies a core.
  Duration work_per_message{};
  // Answers kept for retransmitted requests: their number, and their bytes together.
  std::size_t most_transactions = 250'000;
  std::size_t most_transaction_bytes = 256 * 1024 * 1024;
  // Messages that wait for a core or that a script delays. Further ones are lost, as from a full kernel buffer.
  std::size_t most_waiting = 20'000;
  // Their bytes together.
  std::size_t most_waiting_bytes = 64 * 1024 * 1024;
  ServerConnectionOptions tcp{};
};

class Server : private Arrivals, private FlowSender {
 public:
  // `service`, `sockets` and `script` must outlive it; `script` may be null. `secret` makes the tags of two servers, or
  // of two lives of one, differ.
  Server(Host& host, Service& service, const ServerOptions& options, const std::vector<ServerSockets>& sockets,
         std::uint64_t secret, ServerScript* script);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // These two take the datagrams and the connections that come to the address with that index, for ever.
  Task<void> receive(std::uint16_t address);
  Task<void> accept(std::uint16_t address);

  // Each peer's datagrams go through one lane, in the order in which they came. Lanes do not wait for each other, and
  // connections wait for none.
  static constexpr std::size_t kLanes = 16;
  // Handles the datagrams of one lane, for ever.
  Task<void> work_lane(std::size_t lane);
  // Frees the answers whose Timer J has fired, for ever.
  Task<void> forget_transactions();

  // Sends the server's own requests.
  FlowClient& client() { return client_; }

  // Closes the listeners and each connection once it is idle; returns when every message was handled, or at `deadline`.
  // The tasks of receive() must have ended.
  Task<void> finish(Moment deadline);

 private:
  struct Arrived {
    Flow flow;
    std::string datagram;
  };
  // A request that has a sender to answer to.
  struct Request {
    Message message;
    std::size_t size_bytes = 0;
    Flow flow;
    // Where its answer goes over UDP.
    Endpoint reply_to;
    // Empty if a retransmission could not be recognised.
    std::optional<ServerTransactions::Name> transaction;
    // The tag of the answer's To, the same for each retransmission.
    std::string to_tag;
    bool is_malformed = false;
    ServerAct act;
  };
  struct Lane {
    std::deque<Arrived> waiting;
    Signal arrived;
  };

  Task<void> take(Arrival arrival) override;
  void lose(std::uint64_t connection) override { client_.lose(connection); }
  bool send(const Flow& flow, std::string_view bytes) override;
  Endpoint local(const Flow& flow) const override;

  bool has_room_for(std::string_view datagram) const;
  // Handles a message at once, or starts a strand that does so after the script's delay.
  Task<void> handle(Arrival arrival);
  // Empty for a message that is never answered.
  std::optional<Request> read(Arrival arrival) const;
  Task<void> deal_with(Request request);
  Task<void> deal_with_later(Request request);
  Message plain_answer(const Request& request, int status) const;
  // Whether the request came for the first time; otherwise sends its answer again, if there is one yet.
  bool begin_transaction(const Request& request);
  void finish_with(Request& request, Message answer);
  void send_answer(const Request& request, std::string_view bytes);
  // Sends an answer now, and then those that waited for it.
  void send_now(const ServerAct& act, const Flow& flow, std::string_view bytes);
  // Sends over UDP from a port of its own; from the usual one if there is no other.
  void send_from_another_port(const Flow& flow, std::string_view bytes);
  void note_finished(std::size_t size_bytes);

  Host& host_;
  Service& service_;
  ServerOptions options_;
  const std::vector<ServerSockets>& sockets_;
  const Identifiers identifiers_;
  ServerScript* script_;
  HeldAnswers held_;
  // By the index of the address; opened when a script wants it.
  std::map<std::uint16_t, std::unique_ptr<UdpSocket>> other_ports_;
  ServerTransactions transactions_;
  FlowClient client_;
  ServerConnections connections_;
  std::array<Lane, kLanes> lanes_;
  // The messages that came and were not handled yet.
  std::size_t unfinished_ = 0;
  std::size_t waiting_bytes_ = 0;
  Signal finished_;
  Signal answered_;
  StrandGroup delayed_;
};

}  // namespace dialtone::sip
