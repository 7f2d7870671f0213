#include "call_agent_sim/registrar/accounts.h"

#include <array>
#include <chrono>

namespace dialtone {
namespace {

using namespace std::chrono_literals;

// The pauses together are much shorter than the 32 s for which a device repeats its request.
constexpr std::array<Duration, 5> kPauses = {10ms, 30ms, 100ms, 300ms, 500ms};

constexpr Duration kRefreshEvery = 1s;

}  // namespace

template <typename Answer, typename... Texts>
Task<Answer> Accounts::ask(Answer (SubscriberStore::*question)(Texts...), Texts... texts) {
  if (refreshed_at_ + kRefreshEvery <= host_.now()) {
    refreshed_at_ = host_.now();
    store_.refresh();
  }
  for (const Duration pause : kPauses) {
    Answer answer = (store_.*question)(texts...);
    if (answer || answer.error() != StoreFault::kLocked) co_return answer;
    co_await host_.sleep(pause);
  }
  co_return (store_.*question)(texts...);
}

Task<Accounts::Found> Accounts::find(std::string_view domain, std::string_view device_name) {
  return ask(&SubscriberStore::find_account, domain, device_name);
}

Task<Accounts::Found> Accounts::find_by_username(std::string_view domain, std::string_view auth_username) {
  return ask(&SubscriberStore::find_account_by_username, domain, auth_username);
}

Task<Result<NamedAccount, StoreFault>> Accounts::find_by_device_name(std::string_view device_name,
                                                                     std::string_view first_domain,
                                                                     std::string_view second_domain) {
  return ask(&SubscriberStore::find_account_by_device_name, device_name, first_domain, second_domain);
}

Task<Result<std::vector<AccountMatch>, StoreFault>> Accounts::find_all_by_username(std::string_view auth_username) {
  return ask(&SubscriberStore::find_accounts_by_username, auth_username);
}

}  // namespace dialtone
