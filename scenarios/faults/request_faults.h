// Decides what a server's faults do with a request and with its answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scenarios/faults/open_windows.h"
#include "scenarios/faults/requester.h"
#include "scenarios/language/faults/fault.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// The parts of a request that a match looks at. The texts are valid during the call.
struct SeenRequest {
  Moment now;
  std::string_view method;
  // The path of the URL, without its query; empty for SIP.
  std::string_view path = {};
  bool is_authorized = false;
  // The same for a request and its retransmissions, which share one decision; 0: no transaction.
  std::uint64_t transaction = 0;
};

// A copy of a SeenRequest that outlives the call, for the answer.
struct KeptRequest {
  KeptRequest(const SeenRequest& request, const Requester& who)
      : now(request.now),
        method(request.method),
        path(request.path),
        is_authorized(request.is_authorized),
        transaction(request.transaction),
        requester(who) {}
  SeenRequest seen() const { return {now, method, path, is_authorized, transaction}; }

  Moment now;
  std::string method;
  std::string path;
  bool is_authorized = false;
  std::uint64_t transaction = 0;
  Requester requester;
};

// The combined effect of the faults that match a request: delays add up, edits are applied in the scenario's order, and
// for everything that can happen only once the first fault wins.
struct RequestVerdict {
  // Adds an action. True if it contributes something that no earlier action did.
  bool add(const ServerAction& action);
  // True if the action changes what is sent; to be called after all actions were added. A dropped request shows no
  // delay, and a request that a proxy answers is not passed on.
  bool leaves_effect(const ServerAction& action) const;

  Duration delay{};
  // True: nobody answers. Otherwise `answer` replaces the server's own; null: the server answers itself.
  bool drops = false;
  const ScriptedAnswer* answer = nullptr;
  // The action that drops or answers the request.
  const ServerAction* decided_by = nullptr;
  const Stall* stall = nullptr;
  std::optional<std::uint64_t> close_at_byte{};
  bool closes = false;
  Duration cache_for{};
  std::vector<const AnswerEdit*> edits{};
  std::vector<const RequestEdit*> requests{};
};

class RequestFaults {
 public:
  // The faults of `scenario` on requests to `target`, in the scenario's order. `scenario` and `open` must outlive it.
  RequestFaults(const Scenario& scenario, std::string_view target, const OpenWindows& open);

  bool empty() const { return requests_.empty() && answers_.empty(); }
  // True if a fault matches answers by status; then requests must be kept for edits_of().
  bool looks_at_answers() const { return !answers_.empty(); }

  // The effect of all open, matching faults. Each fault counts the matching requests of each device separately, and
  // draws separately, so that removing a fault does not change the others. `requester()` is called only if a fault
  // counts, draws or wants a group.
  template <typename Ask>
  RequestVerdict decide(const SeenRequest& request, const Ask& requester) {
    return verdict_of(requests_, request, requester, 0);
  }
  // The edits of faults that match an answer with `status`. They count such answers.
  std::vector<const AnswerEdit*> edits_of(const KeptRequest& request, int status) {
    return verdict_of(answers_, request.seen(), [&] { return request.requester; }, status).edits;
  }

 private:
  // A request that may be retransmitted, and the decision about it.
  struct Transaction {
    std::uint64_t id = 0;
    Moment seen{};
    bool is_hit = false;
    // True after the fault was counted for it.
    bool is_counted = false;
  };
  struct RequestWindow {
    const Fault* fault = nullptr;
    const ServerAction* action = nullptr;
    // The index of the group that the fault is about; ~0: all.
    std::size_t group = ~std::size_t{0};
    // The status of the answers that the fault is about; 0: it is about requests.
    int status = 0;
    // True if the fault counts, draws or wants a group.
    bool looks_closer = false;
    // The matching requests of each device so far. Clones share one count. Never iterated.
    struct RequestCount {
      std::uint64_t requests = 0;
      std::vector<Transaction> transactions;
    };
    std::unordered_map<std::uint64_t, RequestCount> seen{};
  };
  // A fault that acts on the current request. `transaction`: null if the request has none.
  struct Acting {
    const RequestWindow* window = nullptr;
    Transaction* transaction = nullptr;
  };

  void add(const Scenario& scenario, const Fault& fault, const ServerAction& action);
  // `status`: of the answer; 0: there is no answer yet.
  template <typename Ask>
  RequestVerdict verdict_of(std::vector<RequestWindow>& windows, const SeenRequest& request, const Ask& requester,
                            int status) {
    RequestVerdict verdict;
    acting_.clear();
    for (RequestWindow& window : windows) {
      if (window.status != status || !open_->is_open(*window.fault, request.now) || !fits(window, request)) continue;
      Acting acting{&window};
      const bool looks = window.looks_closer || request.transaction != 0;
      if (looks && !is_hit(window, requester(), request, acting.transaction)) continue;
      if (verdict.add(*window.action)) acting_.push_back(acting);
    }
    count_acts(verdict);
    return verdict;
  }
  // Counts the faults whose action has an effect.
  void count_acts(const RequestVerdict& verdict);
  static bool fits(const RequestWindow& window, const SeenRequest& request);
  // True if the fault hits this request. `transaction`: set to what is remembered of the request's transaction, valid
  // until the next call; unchanged without a transaction.
  bool is_hit(RequestWindow& window, const Requester& requester, const SeenRequest& request,
              Transaction*& transaction) const;
  std::uint64_t seed_;
  const OpenWindows* open_;
  // Faults on requests, and faults on answers.
  std::vector<RequestWindow> requests_;
  std::vector<RequestWindow> answers_;
  // The faults that act on the current request. A member, so that its memory is reused.
  std::vector<Acting> acting_;
};

}  // namespace dialtone
