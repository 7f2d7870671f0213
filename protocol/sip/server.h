// SIP over UDP and TCP as a server speaks it (RFC 3261 8.2, 17.2.2, 18.2): takes messages, asks its service, and sends
// the answers where RFC 3581 says, or over the connection that a request came on.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/sip/flow.h"
#include "protocol/sip/flow_client.h"
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
  // What a message, any message, costs a core.
  Duration work_per_message{};
  // Answers that are kept for those who ask again, and what they are together.
  std::size_t most_transactions = 250'000;
  std::size_t most_transaction_bytes = 256 * 1024 * 1024;
  // Messages that wait for a core, or that a script delays; those that come beyond are lost, as where a kernel's buffer
  // is full.
  std::size_t most_waiting = 20'000;
  // What these messages are together.
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
  FlowClient& client() { return client_; }

  // Until nothing that has come is left to do; connections end as they fall idle.
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
    // Over UDP.
    Endpoint reply_to;
    // None where the request lacks what it takes to be known again.
    std::optional<ServerTransactions::Name> transaction;
    // Of the To: the same for a request that comes again.
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
  // Deals with a message, at once or after its script's delay.
  Task<void> handle(Arrival arrival);
  // None where the message is never answered.
  std::optional<Request> read(Arrival arrival) const;
  Task<void> deal_with(Request request);
  Task<void> deal_with_later(Request request);
  Message plain_answer(const Request& request, int status) const;
  // Whether it came for the first time; its answer goes out again where it did not.
  bool begin_transaction(const Request& request);
  void finish_with(const Request& request, Message answer);
  void send_answer(const Request& request, std::string_view bytes);
  void note_finished(std::size_t size_bytes);

  Host& host_;
  Service& service_;
  ServerOptions options_;
  const std::vector<ServerSockets>& sockets_;
  const Identifiers identifiers_;
  ServerScript* script_;
  ServerTransactions transactions_;
  FlowClient client_;
  ServerConnections connections_;
  std::array<Lane, kLanes> lanes_;
  // Messages that have come and are not dealt with.
  std::size_t unfinished_ = 0;
  std::size_t waiting_bytes_ = 0;
  Signal finished_;
  Signal answered_;
  StrandGroup delayed_;
};

}  // namespace dialtone::sip
