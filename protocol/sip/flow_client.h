// Sends a server's own requests, each over a flow by which a peer has reached the server (RFC 5626 5.3): many
// non-INVITE client transactions at a time (RFC 3261 17.1.2).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "protocol/sip/client_transaction.h"
#include "protocol/sip/flow.h"
#include "wire/sip/message.h"
#include "world/host.h"

namespace dialtone::sip {

// Sends bytes over flows.
class FlowSender {
 public:
  virtual ~FlowSender() = default;
  // False if the flow is gone.
  virtual bool send(const Flow& flow, std::string_view bytes) = 0;
  // The address to which the peer answers.
  virtual Endpoint local(const Flow& flow) const = 0;
};

struct FlowRequest {
  Method method = Method::kOptions;
  // The URIs of the To and of the request itself.
  std::string to;
  std::string request_uri;
  Flow flow{};
  std::vector<std::pair<HeaderName, std::string>> headers{};
};

// How a request ended.
struct FlowOutcome {
  // The status of the final answer; 0 if none came.
  int status = 0;
  // Why none came; empty if one did.
  std::string_view failure{};
};

class FlowClient {
 public:
  // room() waits while so many requests are in flight.
  static constexpr std::size_t kMostInFlight = 2'000;

  // `sender` must outlive the client. `secret` makes the branches unguessable.
  FlowClient(Host& host, FlowSender& sender, std::uint64_t secret) : host_(host), sender_(sender), secret_(secret) {}
  FlowClient(const FlowClient&) = delete;
  FlowClient& operator=(const FlowClient&) = delete;

  // Sends the request, retransmits it over UDP, and waits for the final answer until Timer F fires or the connection
  // ends. The client must outlive the task.
  Task<FlowOutcome> ask(FlowRequest request);
  // Waits until one more request may be in flight.
  Task<void> room();

  // Takes a response that came; ignores it if it belongs to no request.
  void take(const Message& response);
  // Ends the requests over a connection that has ended.
  void lose(std::uint64_t connection);

  std::size_t in_flight() const { return pending_.size(); }

 private:
  struct Pending;

  // The number in the branch of the request.
  std::uint64_t number_for(const FlowRequest& request) const;
  static std::string bytes_of(const FlowRequest& request, const ClientTransactionKey& key);
  Task<FlowOutcome> await_answer(const FlowRequest& request, std::string_view bytes, Pending& pending);

  Host& host_;
  FlowSender& sender_;
  std::uint64_t secret_;
  // By the number in the branch. Each belongs to the frame of ask().
  std::unordered_map<std::uint64_t, Pending*> pending_;
  std::multimap<std::uint64_t, Pending*> by_connection_;
  Signal room_;
};

}  // namespace dialtone::sip
