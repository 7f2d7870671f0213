// Decides what a server's faults do with a request and with its answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "protocol/http/script.h"
#include "scenarios/faults/open_windows.h"
#include "scenarios/faults/request_match.h"
#include "scenarios/faults/requester.h"
#include "scenarios/language/faults/fault.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// What is kept of a request until it is answered.
struct KeptRequest {
  Moment now;
  bool is_authorized = false;
  std::uint64_t transaction = 0;
  Requester requester;
  // The faults on answers that the request fits, by their place.
  std::vector<std::size_t> fitting{};
};

// The combined effect of the faults that match a request: delays add up, edits are applied in the scenario's order, and
// for everything that can happen only once the first fault wins.
struct RequestVerdict {
  // Something of an action, and how often the action was done to the device before.
  template <typename Part>
  struct InTurn {
    const Part* part = nullptr;
    std::uint64_t turn = 0;

    friend bool operator==(const InTurn&, const InTurn&) = default;
  };

  // Adds an action. True if it contributes something that no earlier action did.
  bool add(const ServerAction& action, std::uint64_t turn = 0);
  // Adds what happens to an answer on its way; what is there already, stays.
  void add_to(HttpAct& act) const;
  // True if the action changes what is sent; to be called after all actions were added. A dropped request shows no
  // delay, and a request that a proxy answers is not passed on.
  bool leaves_effect(const ServerAction& action) const;

  Duration delay{};
  // True: nobody answers. Otherwise `answer` replaces the server's own; null: the server answers itself.
  bool drops = false;
  const ScriptedAnswer* answer = nullptr;
  std::uint64_t answer_turn = 0;
  // The action that drops or answers the request.
  const ServerAction* decided_by = nullptr;
  const Stall* stall = nullptr;
  std::optional<std::uint64_t> close_at_byte{};
  bool closes = false;
  Duration cache_for{};
  const AnswerSending* sending = nullptr;
  std::vector<InTurn<AnswerEdit>> edits{};
  std::vector<InTurn<RequestEdit>> requests{};
};

class RequestFaults {
 public:
  // The faults of `scenario` on requests to `target`, in the scenario's order. `scenario` and `open` must outlive it.
  RequestFaults(const Scenario& scenario, std::string_view target, const OpenWindows& open);

  bool empty() const { return requests_.empty() && answers_.empty(); }
  // True if a fault needs to know the answers; then requests must be kept for see_answer().
  bool looks_at_answers() const { return !answers_.empty() || counts_refusals_; }

  // The effect of all open, matching faults. Each fault counts the matching requests of each device separately, and
  // draws separately, so that removing a fault does not change the others. `requester()` is called only if a fault
  // counts, draws or wants a group.
  template <typename Ask>
  RequestVerdict decide(const SeenRequest& request, const Ask& requester) {
    RequestVerdict verdict;
    acting_.clear();
    for (RequestWindow& window : requests_) {
      if (!open_->is_open(*window.fault, request.now) || !fits(window.fault->match, request)) continue;
      Acting acting{&window};
      const bool looks = window.looks_closer || request.transaction != 0;
      if (looks && !is_hit(window, requester(), request.now, request.transaction, acting)) continue;
      if (verdict.add(*window.action, acting.turn)) acting_.push_back(acting);
    }
    count_acts(verdict);
    return verdict;
  }
  KeptRequest keep(const SeenRequest& request, const Requester& requester) const;
  // The effect of the faults that match an answer with `status`: they count such answers. To be called once for each
  // answer, whoever gives it; takes note of a refusal.
  RequestVerdict see_answer(const KeptRequest& request, int status);

 private:
  // A request that may be retransmitted, and the decision about it.
  struct Transaction {
    std::uint64_t id = 0;
    Moment seen{};
    bool is_hit = false;
    std::uint64_t turn = 0;
    // True after the fault was counted for it.
    bool is_counted = false;
  };
  struct RequestWindow {
    const Fault* fault = nullptr;
    const ServerAction* action = nullptr;
    // The index of the group that the fault is about; ~0: all.
    std::size_t group = ~std::size_t{0};
    // True if the fault needs to know the device: it counts, draws, wants a group or asks for refusals.
    bool looks_closer = false;
    // The matching requests of each device so far. Clones share one count. Never iterated.
    struct RequestCount {
      std::uint64_t requests = 0;
      std::uint64_t hits = 0;
      std::vector<Transaction> transactions;
    };
    std::unordered_map<std::uint64_t, RequestCount> seen{};
  };
  // A fault that acts on the current request. `transaction`: null if the request has none, valid until the next
  // request. `turn`: how often the fault hit the device before.
  struct Acting {
    const RequestWindow* window = nullptr;
    Transaction* transaction = nullptr;
    std::uint64_t turn = 0;
  };

  void add(const Scenario& scenario, const Fault& fault, const ServerAction& action);
  // Counts the faults whose action has an effect.
  void count_acts(const RequestVerdict& verdict);
  // True if the fault hits this request. Sets the transaction of `acting`, unless `transaction` is 0, and its turn.
  bool is_hit(RequestWindow& window, const Requester& requester, Moment now, std::uint64_t transaction,
              Acting& acting) const;
  // Counts a request that is no retransmission. True if the fault hits it.
  bool is_hit_now(const RequestWindow& window, const Requester& requester, RequestWindow::RequestCount& count) const;

  std::uint64_t seed_;
  const OpenWindows* open_;
  // Faults on requests, and faults on answers.
  std::vector<RequestWindow> requests_;
  std::vector<RequestWindow> answers_;
  bool counts_refusals_ = false;
  // How often each device was refused, if a fault asks for it. Never iterated.
  std::unordered_map<std::uint64_t, std::uint64_t> refusals_;
  // The faults that act on the current request. A member, so that its memory is reused.
  std::vector<Acting> acting_;
};

}  // namespace dialtone
