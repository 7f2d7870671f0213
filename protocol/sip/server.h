// A SIP server over UDP and TCP (RFC 3261 8.2, 17.2.2, 18.2): receives requests, asks its service for the answers, and
// sends them to the address that RFC 3581 demands, or over the request's connection.
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
  // How long each message occupies a processor core.
  Duration work_per_message{};
  // The limits for the answers kept for retransmitted requests: their number, and their total bytes.
  std::size_t most_transactions = 250'000;
  std::size_t most_transaction_bytes = 256 * 1024 * 1024;
  // The maximum number of messages that wait for a core or are delayed by a script. Further ones are lost, as from a
  // full kernel buffer.
  std::size_t most_waiting = 20'000;
  // The maximum total bytes of these messages.
  std::size_t most_waiting_bytes = 64 * 1024 * 1024;
  ServerConnectionOptions tcp{};
};

class Server : private Arrivals, private FlowSender {
 public:
  // `service`, `sockets` and `script` must outlive the server; `script` may be null. `secret` must differ for each
  // server and each of its lives, so that their tags differ.
  Server(Host& host, Service& service, const ServerOptions& options, const std::vector<ServerSockets>& sockets,
         std::uint64_t secret, ServerScript* script);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Receive the datagrams and accept the connections at the address with index `address`. receive() never returns;
  // accept() returns when finish() has closed the listener.
  Task<void> receive(std::uint16_t address);
  Task<void> accept(std::uint16_t address);

  // Each peer's datagrams go through one lane, in the order of arrival. Lanes do not wait for each other, and
  // connections do not wait for lanes.
  static constexpr std::size_t kLanes = 16;
  // Handles the datagrams of one lane; never returns.
  Task<void> work_lane(std::size_t lane);
  // Frees the answers whose Timer J has fired; never returns.
  Task<void> forget_transactions();

  // The client that sends the server's own requests.
  FlowClient& client() { return client_; }

  // Closes the listeners, and each connection once it is idle; returns when every message was handled, or at
  // `deadline`. The tasks of receive() must have ended before.
  Task<void> finish(Moment deadline);

 private:
  struct Arrived {
    Flow flow;
    std::string datagram;
  };
  // A request that can be answered.
  struct Request {
    Message message;
    std::size_t size_bytes = 0;
    Flow flow;
    // The destination of the answer over UDP.
    Endpoint reply_to;
    // nullopt if a retransmission could not be recognised.
    std::optional<ServerTransactions::Name> transaction;
    // The tag for the answer's To header, the same for each retransmission.
    std::string to_tag;
    bool is_malformed = false;
    ServerAct act;
  };
  struct Lane {
    std::deque<Arrived> waiting;
    Signal arrived;
  };

  Task<void> take(Arrival arrival) override;
  void lose(const Flow& connection) override;
  bool send(const Flow& flow, std::string_view bytes) override;
  Endpoint local(const Flow& flow) const override;

  bool has_room_for(std::string_view datagram) const;
  // Handles a message at once, or starts a strand that handles it after the script's delay.
  Task<void> handle(Arrival arrival);
  // Returns nullopt for a message that is never answered.
  std::optional<Request> read(Arrival arrival) const;
  Task<void> deal_with(Request request);
  Task<void> deal_with_later(Request request);
  Message plain_answer(const Request& request, int status) const;
  // Returns true if the request comes for the first time; otherwise sends its answer again, if there is one yet.
  bool begin_transaction(Request& request);
  void finish_with(Request& request, Message answer);
  // Sends an answer and then those held until it was sent; or holds it, if the script wants that.
  void send_answer(const Request& request, std::string_view bytes);
  // Sends all copies of an answer now.
  void send_now(const ServerAct& act, const Flow& flow, std::string_view bytes);
  // Sends over UDP from a separate port; from the usual port if no other can be opened.
  void send_from_another_port(const Flow& flow, std::string_view bytes);
  void note_finished(std::size_t size_bytes);

  Host& host_;
  Service& service_;
  ServerOptions options_;
  const std::vector<ServerSockets>& sockets_;
  const Identifiers identifiers_;
  ServerScript* script_;
  HeldAnswers held_;
  // Sockets with other ports, by the index of the address; opened when a script wants one.
  std::map<std::uint16_t, std::unique_ptr<UdpSocket>> other_ports_;
  ServerTransactions transactions_;
  FlowClient client_;
  ServerConnections connections_;
  std::array<Lane, kLanes> lanes_;
  // The number of messages received and not yet handled.
  std::size_t unfinished_ = 0;
  std::size_t waiting_bytes_ = 0;
  Signal finished_;
  Signal answered_;
  StrandGroup delayed_;
};

}  // namespace dialtone::sip
