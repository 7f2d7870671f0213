// The requests that the call agent sends itself, each over the flow by which a device registered: non-INVITE client
// transactions (RFC 3261 17.1.2, RFC 5626 5.3).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "call_agent_sim/registrar/flow.h"
#include "wire/sip/message.h"
#include "wire/sip/transaction_key.h"
#include "world/host.h"

namespace dialtone {

// Where flows begin.
class SipOutlet {
 public:
  virtual ~SipOutlet() = default;
  // False where the flow is gone.
  virtual bool send(const Flow& flow, std::string_view bytes) = 0;
  // The address that answers come back to.
  virtual Endpoint local(const Flow& flow) const = 0;
};

struct ClientRequest {
  sip::Method method = sip::Method::kOptions;
  // A URI each; the contact is the Request-URI.
  std::string address_of_record;
  std::string contact;
  Flow flow{};
  std::vector<std::pair<sip::HeaderName, std::string>> headers{};
};

// What a request came to.
struct ClientOutcome {
  // Of the final answer; 0 where none came.
  int status = 0;
  // Why none came; empty where one did.
  std::string_view failure{};
};

class SipClient {
 public:
  // Whoever asks through room() waits while so many are in flight.
  static constexpr std::size_t kMostInFlight = 2'000;

  // `outlet` must outlive it; `secret` makes branches that nobody guesses.
  SipClient(Host& host, SipOutlet& outlet, std::uint64_t secret) : host_(host), outlet_(outlet), secret_(secret) {}
  SipClient(const SipClient&) = delete;
  SipClient& operator=(const SipClient&) = delete;

  // Sends it, over UDP again at Timer E, and waits for the answer until Timer F fires or the connection is gone. The
  // client must outlive the task.
  Task<ClientOutcome> ask(ClientRequest request);
  // Waits until one more may be in flight.
  Task<void> room();

  // A response that came; one that is nobody's is ignored.
  void take(const sip::Message& response);
  void lose(std::uint64_t connection);

  std::size_t in_flight() const { return pending_.size(); }

 private:
  struct Pending;

  // Names the request in its branch.
  std::uint64_t number_for(const ClientRequest& request) const;
  std::string bytes_of(const ClientRequest& request, const sip::ClientTransactionKey& key) const;
  Task<ClientOutcome> await_answer(const ClientRequest& request, std::string_view bytes, Pending& pending);

  Host& host_;
  SipOutlet& outlet_;
  std::uint64_t secret_;
  // By the number in their branch; each belongs to the strand that asks.
  std::unordered_map<std::uint64_t, Pending*> pending_;
  std::multimap<std::uint64_t, Pending*> by_connection_;
  Signal room_;
};

}  // namespace dialtone
