// Decides what a server's faults do with a request and with its answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "protocol/http/script.h"
#include "scenarios/faults/open_windows.h"
#include "scenarios/faults/request_match.h"
#include "scenarios/faults/requester.h"
#include "scenarios/language/faults/fault.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// What must be remembered of a request until it is answered.
struct KeptRequest {
  Moment now;
  bool is_authorized = false;
  std::uint64_t transaction = 0;
  Requester requester;
  AnswerWay way{};
  // The indices of the answer faults whose match fits the request.
  std::vector<std::size_t> fitting{};
  // How a fault on the request wants its answer sent; null: as usual. Faults on the answer do not change that.
  const AnswerSending* sending = nullptr;
};

// The combined effect of the faults that match a request: delays add up, and edits are applied in the scenario's order.
// For everything that can happen only once, the first fault wins.
struct RequestVerdict {
  // A part of an action, and how often the action was done to the device before.
  template <typename Part>
  struct InTurn {
    const Part* part = nullptr;
    std::uint64_t turn = 0;

    friend bool operator==(const InTurn&, const InTurn&) = default;
  };

  // Adds an action. True if it contributes an effect that no earlier action had.
  bool add(const ServerAction& action, std::uint64_t turn = 0);
  // Adds the stall and the early close of the connection to `act`, unless `act` already has its own.
  void add_to(HttpAct& act) const;
  // True if the action changes what is sent. Call after all actions were added: on a dropped request a delay has no
  // effect, and on a request that a proxy answers itself an edit of the request has none.
  bool leaves_effect(const ServerAction& action) const;

  AnswerWay way{};
  Duration delay{};
  // True: the request gets no answer. Otherwise `answer` replaces the server's answer; null: the server's own answer.
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
  // True if a fault depends on the answers; then requests must be kept for see_answer().
  bool looks_at_answers() const { return !answers_.empty() || counts_refusals_; }

  // The effect of all open faults that match. Each fault counts the matching requests of each device separately, and
  // makes its own random draws, so that removing a fault does not change the others. `requester()` is called only if a
  // fault must know the device (`looks_closer`), or if the request has a transaction.
  template <typename Ask>
  RequestVerdict decide(const SeenRequest& request, const Ask& requester) {
    RequestVerdict verdict;
    verdict.way = request.way;
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
  // The effect of the faults that match an answer with `status`; they count these answers. Call once for each answer,
  // from the server or from a fault. Also counts refusals. `is_again`: the answer was seen before and is sent again;
  // then only faults act that say how it is sent, and no refusal is counted.
  RequestVerdict see_answer(const KeptRequest& request, int status, bool is_again = false);

  // The number of devices of which something is remembered, over all faults. A fault that neither counts nor draws
  // remembers a device only while the device may retransmit.
  std::size_t remembered() const;

 private:
  // A request that may be retransmitted, and the decision about it.
  struct Transaction {
    std::uint64_t id = 0;
    Moment seen{};
    bool is_hit = false;
    std::uint64_t turn = 0;
    // True after the tally has counted the fault's act on this transaction.
    bool is_counted = false;
  };
  struct RequestWindow {
    const Fault* fault = nullptr;
    const ServerAction* action = nullptr;
    // The index of the group to which the fault is limited; ~0: all groups.
    std::size_t group = ~std::size_t{0};
    // True if the fault must know the device: it counts, draws, is limited to a group or depends on refusals.
    bool looks_closer = false;
    // The matching requests of each device so far. Clones share one count. Never iterated.
    struct RequestCount {
      std::uint64_t requests = 0;
      std::uint64_t hits = 0;
      std::vector<Transaction> transactions;
      bool is_remembered = false;
    };
    std::unordered_map<std::uint64_t, RequestCount> seen{};
    // The devices that may have transactions, each once, and when each was put here; the oldest first.
    std::deque<std::pair<Moment, std::uint64_t>> remembered{};
  };
  // A fault that acts on the current request. `transaction`: null if the request has none; valid until the next
  // request. `turn`: how often the fault hit the device before.
  struct Acting {
    const RequestWindow* window = nullptr;
    Transaction* transaction = nullptr;
    std::uint64_t turn = 0;
  };

  void add(const Scenario& scenario, const Fault& fault, const ServerAction& action);
  // Counts an act of each fault in `acting_` whose action has an effect.
  void count_acts(const RequestVerdict& verdict);
  // True if the fault hits this request. Sets the turn of `acting` and, unless `transaction` is 0, its transaction.
  bool is_hit(RequestWindow& window, const Requester& requester, Moment now, std::uint64_t transaction,
              Acting& acting) const;
  // Frees the transactions of devices that no longer retransmit.
  static void forget_old(RequestWindow& window, Moment now);
  static void erase_old(std::vector<Transaction>& transactions, Moment now);
  // Counts a request that is not a retransmission. True if the fault hits it.
  bool is_hit_now(const RequestWindow& window, const Requester& requester, RequestWindow::RequestCount& count) const;

  std::uint64_t seed_;
  const OpenWindows* open_;
  // Faults on requests, and faults on answers.
  std::vector<RequestWindow> requests_;
  std::vector<RequestWindow> answers_;
  bool counts_refusals_ = false;
  // How often each device was refused; filled only if a fault depends on refusals. Never iterated.
  std::unordered_map<std::uint64_t, std::uint64_t> refusals_;
  // The faults that act on the current request. A member, so that its memory is reused.
  std::vector<Acting> acting_;
};

}  // namespace dialtone
