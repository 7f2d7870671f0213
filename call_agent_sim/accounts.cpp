#include "call_agent_sim/accounts.h"

#include <array>
#include <chrono>

namespace dialtone {
namespace {

using namespace std::chrono_literals;

// Together less than a device's patience, which sends its request again for 32 s.
constexpr std::array<Duration, 5> kPauses = {10ms, 30ms, 100ms, 300ms, 500ms};

}  // namespace

Task<Accounts::Found> Accounts::find(std::string_view domain, std::string_view device_name) {
  return ask(&SubscriberStore::find_account, domain, device_name);
}

Task<Accounts::Found> Accounts::find_by_username(std::string_view domain, std::string_view auth_username) {
  return ask(&SubscriberStore::find_account_by_username, domain, auth_username);
}

Task<Accounts::Found> Accounts::ask(Question question, std::string_view domain, std::string_view name) {
  for (const Duration pause : kPauses) {
    Found found = (store_.*question)(domain, name);
    if (found || found.error() != StoreFault::kLocked) co_return found;
    co_await host_.sleep(pause);
  }
  co_return (store_.*question)(domain, name);
}

}  // namespace dialtone
