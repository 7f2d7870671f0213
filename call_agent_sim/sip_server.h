// SIP over UDP as a server speaks it: takes datagrams, asks the registrar, and answers where RFC 3581 says.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "call_agent_sim/registrar.h"
#include "call_agent_sim/sip_script.h"
#include "call_agent_sim/transactions.h"
#include "world/host.h"

namespace dialtone {

struct SipServerOptions {
  // What a message, any message, costs a core.
  Duration work_per_message{};
  // Answers that are kept for those who ask again.
  std::size_t most_transactions = 250'000;
  // Messages that wait for a core; what comes beyond is lost, as from a kernel's buffer that is full.
  std::size_t most_waiting = 20'000;
};

class SipServer {
 public:
  // `secret` makes the tags of two servers, or of two lives of one, differ. `script` may be null.
  SipServer(Host& host, Registrar& registrar, const SipServerOptions& options, std::uint64_t secret, SipScript* script);
  SipServer(const SipServer&) = delete;
  SipServer& operator=(const SipServer&) = delete;

  // Takes what comes to a socket, for ever. The socket must outlive the server.
  Task<void> receive(UdpSocket& socket);

  // Messages of one peer are dealt with in the order in which they came, by its lane; lanes do not wait for each other.
  static constexpr std::size_t kLanes = 16;
  // Deals with the messages of one lane, for ever.
  Task<void> work_lane(std::size_t lane);
  // Forgets answers when their Timer J has fired, for ever.
  Task<void> forget_transactions();

  // Until nothing that has come is left to do.
  Task<void> finish(Moment deadline);

 private:
  struct Arrived {
    UdpSocket* socket;
    Datagram datagram;
  };
  // A request that can be answered.
  struct Request {
    UdpSocket* socket;
    sip::Message message;
    Endpoint source;
    Endpoint reply_to;
    // sip::server_transaction_key's; empty where the request lacks what it takes.
    std::string key;
  };
  struct Lane {
    std::deque<Arrived> waiting;
    Signal arrived;
  };

  // Reads a message and deals with it, or has it dealt with later.
  Task<void> handle(Arrived arrived);
  // None for what is never answered.
  static std::optional<Request> read(Arrived arrived);
  Task<void> deal_with(Request request);
  Task<void> deal_with_later(Request request, Duration delay);
  Task<void> answer_register(const Request& request);
  void answer(const Request& request, int status);
  static void send(const Request& request, std::string_view bytes);
  // The same for a request that comes again.
  std::string to_tag_of(const Request& request) const;
  void note_finished();

  Host& host_;
  Registrar& registrar_;
  SipServerOptions options_;
  std::uint64_t secret_;
  SipScript* script_;
  Transactions transactions_;
  std::array<Lane, kLanes> lanes_;
  // Messages that have come and are not dealt with.
  std::size_t unfinished_ = 0;
  Signal finished_;
  Signal answered_;
};

}  // namespace dialtone
