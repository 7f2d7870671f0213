// The requests that a server sends itself, each over the flow of whoever it knows: many non-INVITE client transactions
// at a time (RFC 3261 17.1.2, RFC 5626 5.3).
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

// Sends over flows.
class FlowSender {
 public:
  virtual ~FlowSender() = default;
  // False where the flow is gone.
  virtual bool send(const Flow& flow, std::string_view bytes) = 0;
  // The address that answers come back to.
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

// What a request came to.
struct FlowOutcome {
  // Of the final answer; 0 where none came.
  int status = 0;
  // Why none came; empty where one did.
  std::string_view failure{};
};

class FlowClient {
 public:
  // Whoever asks through room() waits while so many are in flight.
  static constexpr std::size_t kMostInFlight = 2'000;

  // `sender` must outlive it; `secret` makes branches that nobody guesses.
  FlowClient(Host& host, FlowSender& sender, std::uint64_t secret) : host_(host), sender_(sender), secret_(secret) {}
  FlowClient(const FlowClient&) = delete;
  FlowClient& operator=(const FlowClient&) = delete;

  // Sends the request, over UDP again at Timer E, and waits for the answer until Timer F fires or the connection is
  // gone. The client must outlive the task.
  Task<FlowOutcome> ask(FlowRequest request);
  // Waits until one more may be in flight.
  Task<void> room();

  // A response that came; one that belongs to no request is ignored.
  void take(const Message& response);
  // That connection has ended.
  void lose(std::uint64_t connection);

  std::size_t in_flight() const { return pending_.size(); }

 private:
  struct Pending;

  // Names the request in its branch.
  std::uint64_t number_for(const FlowRequest& request) const;
  static std::string bytes_of(const FlowRequest& request, const ClientTransactionKey& key);
  Task<FlowOutcome> await_answer(const FlowRequest& request, std::string_view bytes, Pending& pending);

  Host& host_;
  FlowSender& sender_;
  std::uint64_t secret_;
  // By the number in their branch; each belongs to the strand that asks.
  std::unordered_map<std::uint64_t, Pending*> pending_;
  std::multimap<std::uint64_t, Pending*> by_connection_;
  Signal room_;
};

}  // namespace dialtone::sip
