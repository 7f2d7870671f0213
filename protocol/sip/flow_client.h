// Sends a server's own requests to peers over the flows on which they reached the server (RFC 5626 5.3). Runs many
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
  // Returns false if the flow is gone.
  virtual bool send(const Flow& flow, std::string_view bytes) = 0;
  // Returns this server's address to which the peer answers.
  virtual Endpoint local(const Flow& flow) const = 0;
};

struct FlowRequest {
  Method method = Method::kOptions;
  // The URIs of the To header and of the request line.
  std::string to;
  std::string request_uri;
  Flow flow{};
  std::vector<std::pair<HeaderName, std::string>> headers{};
};

// How a request ended.
struct FlowOutcome {
  // The status of the final answer; 0 if there was none.
  int status = 0;
  // Why there was no final answer; empty if there was one.
  std::string_view failure{};
};

class FlowClient {
 public:
  // While this many requests are in flight, room() waits.
  static constexpr std::size_t kMostInFlight = 2'000;

  // `sender` must outlive the client. `secret` makes the branches impossible to guess.
  FlowClient(Host& host, FlowSender& sender, std::uint64_t secret) : host_(host), sender_(sender), secret_(secret) {}
  FlowClient(const FlowClient&) = delete;
  FlowClient& operator=(const FlowClient&) = delete;

  // Sends the request, retransmits it over UDP, and waits for the final answer until Timer F fires or the connection
  // ends. The client must outlive the task.
  Task<FlowOutcome> ask(FlowRequest request);
  // Waits until fewer than kMostInFlight requests are in flight.
  Task<void> room();

  // Handles a response that arrived; ignores it if it belongs to no request in flight.
  void take(const Message& response);
  // Ends, without an answer, the requests sent over this connection, which has ended.
  void lose(std::uint64_t connection);

  std::size_t in_flight() const { return pending_.size(); }

 private:
  struct Pending;

  // Returns the number that identifies the request in its branch.
  std::uint64_t number_for(const FlowRequest& request) const;
  static std::string bytes_of(const FlowRequest& request, const ClientTransactionKey& key);
  Task<FlowOutcome> await_answer(const FlowRequest& request, std::string_view bytes, Pending& pending);

  Host& host_;
  FlowSender& sender_;
  std::uint64_t secret_;
  // Requests in flight by the number in the branch. Each is owned by the frame of ask().
  std::unordered_map<std::uint64_t, Pending*> pending_;
  std::multimap<std::uint64_t, Pending*> by_connection_;
  Signal room_;
};

}  // namespace dialtone::sip
