// What a server's faults do with a request, and with its answer.
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

// What of a request a match looks at. The texts live as long as the call.
struct SeenRequest {
  Moment now;
  std::string_view method;
  // Of the URL, without its query; empty for SIP.
  std::string_view path = {};
  bool is_authorized = false;
  // Alike for a request and its retransmissions, which share what was decided about it; 0: it has none.
  std::uint64_t transaction = 0;
};

// The same, kept until there is an answer to the request.
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

// What the faults that match a request do with it together: delays add up, edits follow each other in the scenario's
// order, and of what can be only once the first one's counts.
struct RequestVerdict {
  // Whether there is anything of the action that no other has said before.
  bool add(const ServerAction& action);
  // To be asked after all actions were added: whether the action changes what is sent. A request that is dropped shows
  // no delay, and a request that is answered on the way is not sent on.
  bool leaves_effect(const ServerAction& action) const;

  Duration delay{};
  // Either nobody answers, or this does; neither: the server itself.
  bool drops = false;
  const ScriptedAnswer* answer = nullptr;
  // The action that drops or answers.
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
  // Those of `scenario` that are about the requests of `target`, in the scenario's order. It and `open` must outlive
  // this.
  RequestFaults(const Scenario& scenario, std::string_view target, const OpenWindows& open);

  bool empty() const { return requests_.empty() && answers_.empty(); }
  // Whether a fault is about answers of a status, so that requests must be kept for edits_of().
  bool looks_at_answers() const { return !answers_.empty(); }

  // Of all that are open and match. Each counts for itself the requests of each device that match, and draws for each
  // by itself, so that one fault less changes nothing for the others. `requester()` is asked for only where a fault
  // counts, draws or wants a group.
  template <typename Ask>
  RequestVerdict decide(const SeenRequest& request, const Ask& requester) {
    return verdict_of(requests_, request, requester, 0);
  }
  // The same of those that are about an answer of `status`, whoever gave it: what is to be changed in it. They count
  // such answers.
  std::vector<const AnswerEdit*> edits_of(const KeptRequest& request, int status) {
    return verdict_of(answers_, request.seen(), [&] { return request.requester; }, status).edits;
  }

 private:
  // A request that may come again, and what was decided about it.
  struct Transaction {
    std::uint64_t id = 0;
    Moment seen{};
    bool is_hit = false;
    // Whether the fault has been counted for it.
    bool is_counted = false;
  };
  struct Window {
    const Fault* fault = nullptr;
    const ServerAction* action = nullptr;
    // The number of the group that it is about; ~0: all.
    std::size_t group = ~std::size_t{0};
    // Of the answers that it is about; 0: it is about requests.
    int status = 0;
    // Whether it counts, draws or wants a group.
    bool looks_closer = false;
    // By device: its requests that matched. Clones share one count. Looked up only.
    struct Count {
      std::uint64_t requests = 0;
      std::vector<Transaction> transactions;
    };
    std::unordered_map<std::uint64_t, Count> seen{};
  };
  // A fault that acts on the request in hand. `transaction`: null where the request has none.
  struct Acting {
    const Window* window = nullptr;
    Transaction* transaction = nullptr;
  };

  void add(const Scenario& scenario, const Fault& fault, const ServerAction& action);
  // `status`: of the answer; 0: there is none yet.
  template <typename Ask>
  RequestVerdict verdict_of(std::vector<Window>& windows, const SeenRequest& request, const Ask& requester,
                            int status) {
    RequestVerdict verdict;
    acting_.clear();
    for (Window& window : windows) {
      if (window.status != status || !open_->is_open(*window.fault, request.now) || !fits(window, request)) continue;
      Acting acting{&window};
      const bool looks = window.looks_closer || request.transaction != 0;
      if (looks && !is_hit(window, requester(), request, acting.transaction)) continue;
      if (verdict.add(*window.action)) acting_.push_back(acting);
    }
    count_acts(verdict);
    return verdict;
  }
  // Counts the faults whose action leaves an effect.
  void count_acts(const RequestVerdict& verdict);
  static bool fits(const Window& window, const SeenRequest& request);
  // Whether a fault is about a request of that requester. `transaction`: where the request has one, set to what is
  // remembered of it until the next call.
  bool is_hit(Window& window, const Requester& requester, const SeenRequest& request, Transaction*& transaction) const;
  bool is_drawn(const Window& window, std::uint64_t device, std::uint64_t ordinal) const;

  std::uint64_t seed_;
  const OpenWindows* open_;
  // Those about requests, and those about answers.
  std::vector<Window> requests_;
  std::vector<Window> answers_;
  // Of the request that is being decided about; kept for its memory.
  std::vector<Acting> acting_;
};

}  // namespace dialtone
